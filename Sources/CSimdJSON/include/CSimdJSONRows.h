#pragma once

// Reads chosen fields of the rows of any list of the API with simdjson's DOM.
//
// The same promises as CSimdJSON.h: the complete document is checked before a value of it can be asked for, no C++
// exception crosses this face, and a reader belongs to one thread at a time. Fields that were not asked for are never
// handed out.

#include "CSimdJSON.h"

#ifdef __cplusplus
extern "C" {
#endif

/// What came of reading a document.
typedef struct csj_rows_page {
    /// simdjson's error code; 0 when it took the document. See csj_message.
    int32_t error;
    /// `csj_shape_page` when there is a list of rows, or an object that is the only row.
    csj_shape shape;
    uint8_t has_meta;
    /// Rows; those that are not objects have only absent fields.
    size_t row_count;
    csj_value next_page_number;
    csj_value next_page;
    csj_value count;
    csj_value pages;
} csj_rows_page;

typedef struct csj_rows csj_rows;

/// A reader, or null without memory.
csj_rows *csj_rows_create(void);
void csj_rows_free(csj_rows *rows);

/// Reads a document and `field_count` fields of each of its rows, at most 32. The bytes are copied.
///
/// `root` names the member with the rows; a bare list is accepted too. An object under that name is one row, and so
/// is the document itself when `root` is empty. A field `a.b` is the member `b` of the object `a`.
csj_rows_page csj_rows_read(csj_rows *rows, const uint8_t *bytes, size_t length, csj_text root, const csj_text *fields,
                            size_t field_count);

/// The fields of the last document, row by row: row_count * field_count of them. Of an array, `bits` and `length` say
/// where its elements are in csj_rows_elements.
const csj_value *csj_rows_values(const csj_rows *rows);
/// How many elements arrays have, all together.
size_t csj_rows_element_count(const csj_rows *rows);
/// Elements of arrays; those that are arrays themselves can't be reached.
const csj_value *csj_rows_elements(const csj_rows *rows);
/// Where the strings of the last document are.
const uint8_t *csj_rows_strings(const csj_rows *rows);

#ifdef __cplusplus
}
#endif
