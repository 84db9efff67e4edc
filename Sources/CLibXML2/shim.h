#pragma once

#include <libxml/xmlversion.h>
// Debian's encoding.h would pull in the system's ICU headers, which clash with Foundation's.
#undef LIBXML_ICU_ENABLED
#undef LIBXML_ICONV_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>

/// `xmlFree` is a global function pointer, which Swift 6 can't read safely.
static inline void retry_report_xml_free(void *memory) { xmlFree(memory); }
