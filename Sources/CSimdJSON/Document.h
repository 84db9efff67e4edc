#pragma once

#include "CSimdJSON.h"

#include <cstring>
#include <memory>
#include <simdjson.h>
#include <string_view>

/// A JSON document in a buffer that is used again, and its single values as they are handed over.
struct Document {
    simdjson::dom::parser parser;

    simdjson::error_code parse(const uint8_t *bytes, size_t length, simdjson::dom::element &root) {
        if (length > input_capacity || !input) {
            // In steps, so that pages that are each a little longer than the one before don't allocate each time.
            const size_t capacity = length + length / 4 + 4096;
            input_capacity = 0;
            input.reset(new uint8_t[capacity + simdjson::SIMDJSON_PADDING]);
            if (auto error = parser.allocate(capacity)) return error;
            if (auto error = parser.doc.allocate(capacity)) return error;
            input_capacity = capacity;
        }
        if (length > 0) std::memcpy(input.get(), bytes, length);
        std::memset(input.get() + length, ' ', simdjson::SIMDJSON_PADDING);
        return parser.parse(input.get(), length, false).get(root);
    }

    [[gnu::always_inline]] csj_value value(simdjson::dom::element source) const {
        csj_value result{0, 0, -1, csj_kind_null};
        switch (source.type()) {
        case simdjson::dom::element_type::NULL_VALUE: break;
        case simdjson::dom::element_type::BOOL:
            result.kind = csj_kind_boolean;
            result.bits = bool(source.get_bool().value_unsafe());
            break;
        case simdjson::dom::element_type::INT64:
            result.kind = csj_kind_integer;
            result.bits = source.get_int64().value_unsafe();
            break;
        case simdjson::dom::element_type::UINT64:
            result.kind = csj_kind_unsigned;
            result.bits = static_cast<int64_t>(source.get_uint64().value_unsafe());
            break;
        case simdjson::dom::element_type::DOUBLE: number(source.get_double().value_unsafe(), result); break;
        case simdjson::dom::element_type::STRING: text(source.get_string().value_unsafe(), result); break;
        case simdjson::dom::element_type::ARRAY: result.kind = csj_kind_array; break;
        case simdjson::dom::element_type::OBJECT: result.kind = csj_kind_object; break;
        }
        return result;
    }

    void text(std::string_view text, csj_value &result) const {
        result.kind = csj_kind_string;
        result.bits = reinterpret_cast<const uint8_t *>(text.data()) - parser.doc.string_buf.get();
        result.length = static_cast<uint32_t>(text.size());
    }

private:
    static void number(double number, csj_value &result) {
        result.kind = csj_kind_number;
        std::memcpy(&result.bits, &number, sizeof number);
    }

    std::unique_ptr<uint8_t[]> input;
    size_t input_capacity = 0;
};
