#include "CFuzzer.h"
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, fuzz_input target);

// libFuzzer's own main, which is linked and never runs, wants it.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    (void)data;
    (void)size;
    return 0;
}

int fuzz_run(int argc, char **argv, fuzz_input target) {
    return LLVMFuzzerRunDriver(&argc, &argv, target);
}

char *fuzz_gfm_xml(const uint8_t *markdown, size_t size) {
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    const char *names[] = {"table", "autolink", "strikethrough", "tagfilter"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(names[i]));
    cmark_parser_feed(parser, (const char *)markdown, size);
    cmark_node *document = cmark_parser_finish(parser);
    char *xml = cmark_render_xml(document, CMARK_OPT_DEFAULT);
    cmark_node_free(document);
    cmark_parser_free(parser);
    return xml;
}

void fuzz_free(char *text) { free(text); }
