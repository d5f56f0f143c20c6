// TOML with places: a C face on Debian's header-only toml++ (libtomlplusplus-dev).
//
// A text is parsed at once and laid out as one array of items in the order of the file, each table and array
// followed by what it holds. The array and all texts in it belong to the document and live as long as it does.
// No C++ exception leaves these functions. A document may be read by one thread at a time.

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What an item is.
enum ctoml_kind {
    CTOML_TABLE = 1,
    CTOML_ARRAY = 2,
    CTOML_STRING = 3,
    CTOML_INTEGER = 4,
    CTOML_FLOAT = 5,
    CTOML_BOOLEAN = 6,
    CTOML_DATE = 7,
};

/// A place in the text; line and column count from 1, a column is one code point.
struct ctoml_place {
    uint32_t line;
    uint32_t column;
};

/// One value.
struct ctoml_item {
    int32_t kind;
    /// Items directly inside: each is followed by its own.
    size_t children;
    struct ctoml_place place;
    /// Only inside a table: its key, in UTF-8, without a closing zero.
    const char *key;
    size_t key_bytes;
    struct ctoml_place key_place;
    /// Only of a string: its text, in UTF-8, without a closing zero.
    const char *text;
    size_t text_bytes;
    /// Of an integer its value, of a boolean 0 or 1.
    int64_t integer;
    double number;
};

struct ctoml_document;

/// Parses `bytes` of TOML 1.0; the text is not needed afterwards. NULL where memory ran out.
struct ctoml_document *ctoml_parse(const char *text, size_t bytes);

/// All items; the first is the root table. NULL where the text is no TOML.
const struct ctoml_item *ctoml_items(const struct ctoml_document *document, size_t *count);

/// What is wrong with the text, and where; NULL where nothing is.
const char *ctoml_error(const struct ctoml_document *document, struct ctoml_place *place);

/// Takes NULL too.
void ctoml_free(struct ctoml_document *document);

#ifdef __cplusplus
}
#endif
