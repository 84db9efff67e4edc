#include "CSimdJSONRows.h"
#include "Document.h"

#include <cstring>
#include <memory>
#include <simdjson.h>
#include <string_view>
#include <vector>

using simdjson::dom::element;
using simdjson::dom::element_type;

static constexpr size_t kFieldsLimit = 32;

static std::string_view view(const csj_text &text) {
    return {reinterpret_cast<const char *>(text.bytes), text.length};
}

struct csj_rows : Document {
    std::vector<csj_value> values;
    std::vector<csj_value> elements;

    csj_shape read(element root, std::string_view root_key, const csj_text *fields, size_t field_count,
                   csj_rows_page &page) {
        simdjson::dom::array list;
        if (!root.get(list)) return read_list(list, fields, field_count, page);
        simdjson::dom::object object;
        if (root.get(object)) return csj_shape_no_container;
        element rows = root;
        bool has_rows = root_key.empty();
        for (auto field : object) {
            if (!root_key.empty() && field.key == root_key) {
                rows = field.value;
                has_rows = true;
            } else if (field.key == "meta") {
                read_meta(field.value, page);
            }
        }
        if (!has_rows) return csj_shape_no_jobs;
        if (!rows.get(list)) return read_list(list, fields, field_count, page);
        if (rows.type() != element_type::OBJECT) return csj_shape_jobs_no_list;
        read_row(rows, fields, field_count);
        page.row_count = 1;
        return csj_shape_page;
    }

private:
    csj_shape read_list(simdjson::dom::array list, const csj_text *fields, size_t field_count, csj_rows_page &page) {
        for (element row : list) {
            read_row(row, fields, field_count);
            page.row_count += 1;
        }
        return csj_shape_page;
    }

    void read_meta(element source, csj_rows_page &page) const {
        simdjson::dom::object object;
        if (source.get(object)) return;
        page.has_meta = 1;
        for (auto field : object) {
            if (field.key == "next_page_number") page.next_page_number = Document::value(field.value);
            else if (field.key == "next_page") page.next_page = Document::value(field.value);
            else if (field.key == "count") page.count = Document::value(field.value);
            else if (field.key == "pages") page.pages = Document::value(field.value);
        }
    }

    void read_row(element source, const csj_text *fields, size_t field_count) {
        const size_t first = values.size();
        values.resize(first + field_count, csj_value{0, 0, -1, csj_kind_absent});
        simdjson::dom::object object;
        if (source.get(object)) return;
        for (auto member : object) {
            for (size_t index = 0; index < field_count; index += 1) {
                const std::string_view name = view(fields[index]);
                const size_t dot = name.find('.');
                if (dot == std::string_view::npos) {
                    if (member.key == name) values[first + index] = value(member.value);
                } else if (member.key == name.substr(0, dot)) {
                    values[first + index] = inner(member.value, name.substr(dot + 1));
                }
            }
        }
    }

    csj_value inner(element source, std::string_view name) {
        csj_value result{0, 0, -1, csj_kind_absent};
        simdjson::dom::object object;
        if (source.get(object)) return result;
        for (auto member : object) {
            if (member.key == name) result = value(member.value);
        }
        return result;
    }

    csj_value value(element source) {
        csj_value result = Document::value(source);
        simdjson::dom::array list;
        if (result.kind != csj_kind_array || source.get(list)) return result;
        result.bits = static_cast<int64_t>(elements.size());
        for (element one : list) elements.push_back(Document::value(one));
        result.length = static_cast<uint32_t>(elements.size() - static_cast<size_t>(result.bits));
        return result;
    }
};

extern "C" {

csj_rows *csj_rows_create(void) {
    try {
        return new csj_rows;
    } catch (...) {
        return nullptr;
    }
}

void csj_rows_free(csj_rows *rows) { delete rows; }

csj_rows_page csj_rows_read(csj_rows *rows, const uint8_t *bytes, size_t length, csj_text root, const csj_text *fields,
                            size_t field_count) {
    csj_rows_page page{};
    try {
        rows->values.clear();
        rows->elements.clear();
        element document;
        if (field_count > kFieldsLimit) {
            page.error = simdjson::CAPACITY;
        } else if (auto error = rows->parse(bytes, length, document)) {
            page.error = error;
        } else {
            page.shape = rows->read(document, view(root), fields, field_count, page);
        }
    } catch (...) {
        page = csj_rows_page{};
        page.error = simdjson::MEMALLOC;
    }
    return page;
}

const csj_value *csj_rows_values(const csj_rows *rows) { return rows->values.data(); }
size_t csj_rows_element_count(const csj_rows *rows) { return rows->elements.size(); }
const csj_value *csj_rows_elements(const csj_rows *rows) { return rows->elements.data(); }
const uint8_t *csj_rows_strings(const csj_rows *rows) { return rows->parser.doc.string_buf.get(); }

}  // extern "C"
