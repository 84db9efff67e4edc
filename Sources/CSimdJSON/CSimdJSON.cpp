#include "CSimdJSON.h"
#include "Document.h"
#include "TextInterner.h"

#include <cstring>
#include <memory>
#include <new>
#include <simdjson.h>
#include <string_view>
#include <vector>

using simdjson::dom::element;
using simdjson::dom::element_type;

// A new text is handed over once and may be handed over again after the table was emptied, so a set with endless
// names costs time and not memory.
static constexpr size_t kInternedBytesLimit = size_t(32) << 20;
static constexpr size_t kRootKeysShown = 4;

struct csj_decoder : Document {
    std::vector<csj_job> jobs;
    std::vector<csj_value> values;
    TextInterner texts;

    explicit csj_decoder(uint64_t seed) : texts(seed) {}

    void read_job(element source, csj_job &job) {
        simdjson::dom::object object;
        if (source.get(object)) return;
        job.is_object = 1;
        element agent, events;
        for (auto field : object) {
            const std::string_view key = field.key;
            switch (key.size()) {
            case 2:
                if (is(key, "id")) job.id = value(field.value);
                break;
            case 4:
                if (is(key, "type")) job.type = value(field.value);
                break;
            case 5:
                if (is(key, "agent")) job.agent = value(agent = field.value);
                break;
            case 6:
                if (is(key, "events")) job.events = value(events = field.value);
                break;
            case 10:
                if (is(key, "last_retry")) job.last_retry = value(field.value);
                break;
            case 11:
                if (is(key, "retry_count")) job.retry_count = value(field.value);
                else if (is(key, "error_class")) job.error_class = value(field.value);
                break;
            default: break;
            }
        }
        if (job.agent.kind == csj_kind_object) read_agent(agent, job);
        if (job.events.kind == csj_kind_array) read_events(events, job.events);
        intern(job.type);
        intern(job.agent_name);
        intern(job.error_class);
    }

    void read_meta(element source, csj_page &page) const {
        simdjson::dom::object object;
        if (source.get(object)) return;
        page.has_meta = 1;
        for (auto field : object) {
            if (field.key == "next_page_number") page.next_page_number = value(field.value);
            else if (field.key == "next_page") page.next_page = value(field.value);
            else if (field.key == "current_page") page.current_page = value(field.value);
            else if (field.key == "previous_page") page.previous_page = value(field.value);
            else if (field.key == "per_page") page.per_page = value(field.value);
            else if (field.key == "count") page.count = value(field.value);
            else if (field.key == "pages") page.pages = value(field.value);
        }
    }

    /// The list of jobs, if the document has the shape of a page.
    csj_shape read_root(element root, std::string_view key, csj_page &page, simdjson::dom::array &list) {
        if (!root.get(list)) return csj_shape_page;
        simdjson::dom::object object;
        if (root.get(object)) return csj_shape_no_container;
        element found, meta;
        bool has_jobs = false, has_meta = false;
        for (auto field : object) {
            if (field.key == key) {
                found = field.value;
                has_jobs = true;
            } else if (field.key == "meta") {
                meta = field.value;
                has_meta = true;
            } else if (field.key == "error" || field.key == "errors") {
                page.has_error = holds_something(field.value);
            }
        }
        if (!has_jobs) {
            for (auto field : object) {
                if (values.size() == kRootKeysShown) break;
                csj_value key{0, 0, -1, csj_kind_string};
                text(field.key, key);
                values.push_back(key);
            }
            return csj_shape_no_jobs;
        }
        if (found.get(list)) return csj_shape_jobs_no_list;
        if (has_meta) read_meta(meta, page);
        return csj_shape_page;
    }

private:
    // Whether a key of the word's length is that word. Its length is a constant here, so that nothing is called.
    template <size_t length> static bool is(std::string_view key, const char (&word)[length]) {
        return std::memcmp(key.data(), word, length - 1) == 0;
    }

    // Some APIs write an empty error beside every answer.
    static bool holds_something(element value) {
        simdjson::dom::array list;
        simdjson::dom::object object;
        std::string_view text;
        bool flag;
        if (!value.get(list)) return list.begin() != list.end();
        if (!value.get(object)) return object.begin() != object.end();
        if (!value.get(text)) return !text.empty();
        if (!value.get(flag)) return flag;
        return !value.is_null();
    }

    std::string_view view(const csj_value &value) const {
        return {reinterpret_cast<const char *>(parser.doc.string_buf.get()) + value.bits, value.length};
    }

    void intern(csj_value &value) {
        if (value.kind == csj_kind_string && value.length > 0) value.symbol = texts.intern(view(value));
    }

    [[gnu::always_inline]] void read_agent(element source, csj_job &job) const {
        simdjson::dom::object object;
        if (source.get(object)) return;
        for (auto field : object) {
            const std::string_view key = field.key;
            if (key.size() == 2 && is(key, "id")) job.agent_id = value(field.value);
            else if (key.size() == 4 && is(key, "name")) job.agent_name = value(field.value);
        }
    }

    void read_events(element source, csj_value &events) {
        simdjson::dom::array list;
        if (source.get(list)) return;
        events.bits = static_cast<int64_t>(values.size());
        for (element one : list) values.push_back(value(one));
        events.length = static_cast<uint32_t>(values.size() - static_cast<size_t>(events.bits));
    }
};

static csj_page refused(simdjson::error_code error) {
    csj_page page{};
    page.error = error;
    return page;
}

extern "C" {

int32_t csj_error_of_numbers(void) { return simdjson::NUMBER_ERROR; }
int32_t csj_error_of_strings(void) { return simdjson::STRING_ERROR; }

const char *csj_message(int32_t error) {
    return simdjson::error_message(static_cast<simdjson::error_code>(error));
}

csj_decoder *csj_create(uint64_t seed) {
    try {
        return new csj_decoder(seed);
    } catch (...) {
        return nullptr;
    }
}

void csj_free(csj_decoder *decoder) { delete decoder; }

csj_page csj_decode(csj_decoder *decoder, const uint8_t *bytes, size_t length, const char *key, size_t key_length) {
    try {
        decoder->jobs.clear();
        decoder->values.clear();
        element root;
        if (auto error = decoder->parse(bytes, length, root)) {
            csj_page page = refused(error);
            page.symbol_count = static_cast<uint32_t>(decoder->texts.count());
            return page;
        }
        csj_page page{};
        if (decoder->texts.byte_count() > kInternedBytesLimit) {
            decoder->texts.clear();
            page.symbols_were_cleared = 1;
        }
        simdjson::dom::array list;
        page.shape = decoder->read_root(root, {key, key_length}, page, list);
        if (page.shape == csj_shape_page) {
            for (element one : list) {
                decoder->jobs.emplace_back();
                decoder->read_job(one, decoder->jobs.back());
            }
        }
        page.job_count = decoder->jobs.size();
        page.value_count = decoder->values.size();
        page.symbol_count = static_cast<uint32_t>(decoder->texts.count());
        return page;
    } catch (...) {
        // Only memory can run out here. The texts begin anew, since Swift never heard of this page's.
        decoder->texts.clear();
        csj_page page = refused(simdjson::MEMALLOC);
        page.symbols_were_cleared = 1;
        return page;
    }
}

const csj_job *csj_jobs(const csj_decoder *decoder) { return decoder->jobs.data(); }
const csj_value *csj_values(const csj_decoder *decoder) { return decoder->values.data(); }
const uint8_t *csj_strings(const csj_decoder *decoder) { return decoder->parser.doc.string_buf.get(); }

csj_text csj_symbol(const csj_decoder *decoder, uint32_t symbol) {
    const std::string_view text = decoder->texts[symbol];
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

}  // extern "C"
