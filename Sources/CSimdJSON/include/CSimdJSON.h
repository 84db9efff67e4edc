#pragma once

// Reads one page of retry jobs with simdjson's DOM and lays its jobs out flat.
//
// simdjson chooses the best instruction set when the program runs and checks the complete document: UTF-8, every
// number, everything up to the last byte. Nothing is handed out of a document that it refuses. No C++ exception
// crosses this face. A decoder belongs to one thread at a time.

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What a value is.
typedef enum __attribute__((enum_extensibility(closed))) csj_kind : uint8_t {
    csj_kind_absent,
    csj_kind_null,
    csj_kind_boolean,
    /// Fits 64 bits with a sign; written without decimals and exponent.
    csj_kind_integer,
    /// Fits 64 bits without a sign only; the bit pattern of the unsigned integer.
    csj_kind_unsigned,
    /// Any other number, as the nearest double.
    csj_kind_number,
    csj_kind_string,
    csj_kind_array,
    csj_kind_object,
} csj_kind;

/// A value without pointers: it stays meaningful until its decoder reads the next page.
typedef struct csj_value {
    /// The integer, the bit pattern of the double or of the unsigned integer, 0 or 1, where a string begins in csj_strings, or where the
    /// elements of `events` begin in csj_values.
    int64_t bits;
    /// Bytes of a string; elements of `events`.
    uint32_t length;
    /// Of a string that is interned: the number of its text, or -1 when it is empty.
    int32_t symbol;
    csj_kind kind;
} csj_value;

/// An element of the list of jobs. Of a key that is there twice, the last one counts.
typedef struct csj_job {
    csj_value id;
    /// Interned.
    csj_value type;
    csj_value agent;
    /// Of an `agent` that is an object.
    csj_value agent_id;
    /// Of an `agent` that is an object; interned.
    csj_value agent_name;
    /// The only array whose elements can be reached.
    csj_value events;
    csj_value retry_count;
    csj_value last_retry;
    /// Interned.
    csj_value error_class;
    /// False for an element that is not an object; then every field is absent.
    uint8_t is_object;
} csj_job;

/// What the document is, once simdjson took it.
typedef enum __attribute__((enum_extensibility(closed))) csj_shape : uint8_t {
    /// An object with the list of jobs, or a bare list.
    csj_shape_page,
    /// An object without the key of the list; csj_values has its first keys.
    csj_shape_no_jobs,
    /// An object whose key has a value that is not a list.
    csj_shape_jobs_no_list,
    /// Neither an object nor a list.
    csj_shape_no_container,
} csj_shape;

/// What came of reading a page.
typedef struct csj_page {
    /// simdjson's error code; 0 when it took the document. See csj_message.
    int32_t error;
    csj_shape shape;
    uint8_t has_meta;
    /// True when the table of texts was emptied to bound its memory: numbers begin anew from 0.
    uint8_t symbols_were_cleared;
    size_t job_count;
    size_t value_count;
    /// Texts interned so far; those from the last page's count on are new.
    uint32_t symbol_count;
    /// True when the object has a member `error` or `errors` with something in it.
    uint8_t has_error;
    csj_value next_page_number;
    csj_value next_page;
    csj_value current_page;
    csj_value previous_page;
    csj_value per_page;
    csj_value count;
    csj_value pages;
} csj_page;

/// Bytes that the decoder keeps; not terminated.
typedef struct csj_text {
    const uint8_t *bytes;
    size_t length;
} csj_text;

/// simdjson's codes for faults that a second reading may correct or locate.
int32_t csj_error_of_numbers(void);
int32_t csj_error_of_strings(void);

/// simdjson's words for an error code.
const char *csj_message(int32_t error);

typedef struct csj_decoder csj_decoder;

/// A decoder, or null without memory. The seed keeps the table of texts safe from names made to collide; results
/// do not depend on it.
csj_decoder *csj_create(uint64_t seed);
void csj_free(csj_decoder *decoder);

/// Reads a page whose list is under a key of `key_length` bytes. The bytes of the page are copied: nothing past
/// `length` is read, and they need not outlive the call.
csj_page csj_decode(csj_decoder *decoder, const uint8_t *bytes, size_t length, const char *key, size_t key_length);

/// The jobs of the last page, job_count of them.
const csj_job *csj_jobs(const csj_decoder *decoder);
/// The elements of arrays, value_count of them.
const csj_value *csj_values(const csj_decoder *decoder);
/// Where the strings of the last page lie.
const uint8_t *csj_strings(const csj_decoder *decoder);
/// An interned text, until the table is cleared.
csj_text csj_symbol(const csj_decoder *decoder, uint32_t symbol);

#ifdef __cplusplus
}
#endif

#include "CSimdJSONRows.h"
