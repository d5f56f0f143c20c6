#pragma once
#include <sqlite3.h>

/// Closing this connection never checkpoints. (`sqlite3_db_config` is variadic, which Swift cannot call.)
static inline int hg_sqlite_never_checkpoint_on_close(sqlite3 *database) {
    int isOn = 0;
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, &isOn);
}
