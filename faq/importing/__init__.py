"""Files into drafts: decoding and reading a layout are pure and give plain values; only loading writes."""
