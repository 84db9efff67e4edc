#pragma once
#include <stddef.h>
#include <stdint.h>

typedef int (*fuzz_input)(const uint8_t *data, size_t size);

/// Gives the target inputs until libFuzzer's options say stop.
int fuzz_run(int argc, char **argv, fuzz_input target);

/// The document as cmark-gfm's XML, with the extensions of GitHub; for `fuzz_free`.
char *fuzz_gfm_xml(const uint8_t *markdown, size_t size);
void fuzz_free(char *text);
