"""What the benchmark scripts share: the tools, the gateways under test, the sink, the figures.

Everything speaks to loopback only, every wait has an end, and every process that is started here is stopped here.
"""
