#pragma once

// zlib, for saved pages that are compressed with gzip.

#include <zlib.h>
