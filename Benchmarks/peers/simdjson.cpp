// simdjson THREADS FOLDER OUT: the summary in C++ with simdjson's On-Demand reader and tables made for it, as fast as
// one would write it who trusts every page: nothing is validated, and every job has its documented shape.
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace simdjson;

// 64-bit keys to counts, open-addressed; 0 marks a free key, since no number of the API is 0.
class Counts {
public:
    explicit Counts(size_t slots = 32) : entries(slots) {}

    uint32_t &operator[](uint64_t key) {
        if ((used + 1) * 2 > entries.size()) grow();
        Entry &entry = find(key);
        if (entry.key == 0) {
            entry.key = key;
            ++used;
        }
        return entry.value;
    }

    bool has(uint64_t key) { return find(key).key != 0; }
    size_t size() const { return used; }

    template <typename Body> void each(Body body) const {
        for (const Entry &entry : entries)
            if (entry.key != 0) body(entry.key, entry.value);
    }

private:
    struct Entry {
        uint64_t key = 0;
        uint32_t value = 0;
    };

    std::vector<Entry> entries;
    size_t used = 0;

    Entry &find(uint64_t key) {
        const size_t mask = entries.size() - 1;
        size_t place = (key * 0x9E3779B97F4A7C15u >> 24) & mask;
        while (entries[place].key != 0 && entries[place].key != key) place = (place + 1) & mask;
        return entries[place];
    }

    void grow() {
        Counts larger(entries.size() * 2);
        each([&](uint64_t key, uint32_t value) { larger[key] = value; });
        entries.swap(larger.entries);
    }
};

struct Group {
    std::string type, fault;
    int64_t count = 0, total = 0, most = -1;
    double first = INFINITY, last = -INFINITY;
    Counts actions;
};

struct Summary {
    size_t rows = 0, jobs = 0;
    Counts seen{1 << 16};
    std::vector<Group> groups;
    std::unordered_map<std::string, size_t> places;
    std::unordered_map<uint64_t, std::string> names;
    std::string key;
    size_t recent = SIZE_MAX;

    Group &group(std::string_view type, std::string_view fault) {
        if (recent < groups.size() && groups[recent].fault == fault && groups[recent].type == type)
            return groups[recent];
        key.assign(type).append(1, '\n').append(fault);
        const auto [found, isNew] = places.try_emplace(key, groups.size());
        if (isNew) {
            groups.emplace_back();
            groups.back().type = type;
            groups.back().fault = fault;
        }
        return groups[recent = found->second];
    }

    // Counts a page; a page of the other half is only taken note of.
    void read(ondemand::parser &parser, const std::string &path, bool onlyNote = false) {
        const padded_string bytes = padded_string::load(path);
        auto document = parser.iterate(bytes);
        for (ondemand::object job : document["admin/retry_jobs"].get_array()) {
            uint64_t id = 0, action = 0;
            int64_t retries = 0;
            double last = NAN;
            std::string_view type, fault, name;
            for (auto field : job) {
                const ondemand::raw_json_string name_of_field = field.key();
                ondemand::value value = field.value();
                if (name_of_field == "id") id = value.get_uint64();
                else if (name_of_field == "type") type = value.get_string();
                else if (name_of_field == "error_class") fault = value.get_string();
                else if (name_of_field == "retry_count") retries = value.get_int64();
                else if (name_of_field == "last_retry") {
                    if (value.type() == ondemand::json_type::number) last = value.get_double();
                } else if (name_of_field == "agent") {
                    if (value.type() == ondemand::json_type::object) {
                        ondemand::object agent = value.get_object();
                        action = agent["id"].get_uint64();
                        if (names.find(action) == names.end()) {
                            name = agent["name"].get_string();
                            names.emplace(action, name);
                        }
                    } else if (value.type() == ondemand::json_type::number) action = value.get_uint64();
                }
            }
            if (!onlyNote) rows++;
            uint32_t &mark = seen[id];
            if (mark != 0) continue;
            mark = onlyNote ? 2 : 1;
            if (onlyNote) continue;
            jobs++;
            Group &own = group(type, fault);
            own.count++;
            own.total += retries;
            own.most = std::max(own.most, retries);
            if (!std::isnan(last)) {
                own.first = std::min(own.first, last);
                own.last = std::max(own.last, last);
            }
            if (action != 0) own.actions[action]++;
        }
    }

    void merge(Summary &other) {
        other.seen.each([&](uint64_t id, uint32_t mark) {
            if (mark == 1 && seen.has(id)) {
                std::fprintf(stderr, "a repeat is more than a page away: use one thread\n");
                std::exit(3);
            }
        });
        rows += other.rows;
        jobs += other.jobs;
        names.insert(other.names.begin(), other.names.end());
        for (Group &from : other.groups) {
            Group &to = group(from.type, from.fault);
            to.count += from.count;
            to.total += from.total;
            to.most = std::max(to.most, from.most);
            to.first = std::min(to.first, from.first);
            to.last = std::max(to.last, from.last);
            from.actions.each([&](uint64_t action, uint32_t count) { to.actions[action] += count; });
        }
    }
};

static void quote(FILE *file, std::string_view text) {
    std::fputc('"', file);
    for (const unsigned char byte : text) {
        if (byte == '"' || byte == '\\') std::fprintf(file, "\\%c", byte);
        else if (byte < 32) std::fprintf(file, "\\u%04x", byte);
        else std::fputc(byte, file);
    }
    std::fputc('"', file);
}

static void time(FILE *file, double time) {
    if (std::isfinite(time)) std::fprintf(file, ",%.6f", time);
    else std::fputs(",null", file);
}

static void write(FILE *file, const Summary &summary) {
    std::fprintf(file, "{\"rows\":%zu,\"jobs\":%zu,\"groups\":[", summary.rows, summary.jobs);
    for (const Group &group : summary.groups) {
        std::fputs(&group == &summary.groups[0] ? "[" : ",[", file);
        quote(file, group.type);
        std::fputc(',', file);
        quote(file, group.fault);
        std::fprintf(file, ",%ld,%ld,%ld", long(group.count), long(group.total), long(group.most));
        time(file, group.first);
        time(file, group.last);
        std::fprintf(file, ",%zu,[", group.actions.size());
        std::vector<std::pair<int64_t, uint64_t>> actions;
        group.actions.each([&](uint64_t action, uint32_t count) { actions.emplace_back(-int64_t(count), action); });
        const size_t shown = std::min<size_t>(10, actions.size());
        std::partial_sort(actions.begin(), actions.begin() + shown, actions.end());
        for (size_t place = 0; place < shown; place++) {
            std::fprintf(file, "%s[%lu,", place == 0 ? "" : ",", static_cast<unsigned long>(actions[place].second));
            const auto name = summary.names.find(actions[place].second);
            if (name == summary.names.end()) std::fputs("null", file);
            else quote(file, name->second);
            std::fprintf(file, ",%ld]", long(-actions[place].first));
        }
        std::fputs("]]", file);
    }
    std::fputs("]}\n", file);
}

int main(int, char **arguments) {
    const size_t threads = std::stoul(arguments[1]);
    std::vector<std::string> files;
    for (const auto &entry : std::filesystem::directory_iterator(arguments[2])) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Summary> summaries(threads);
    std::vector<std::thread> workers;
    for (size_t part = 0; part < threads; part++) {
        workers.emplace_back([&, part] {
            ondemand::parser parser;
            const size_t begin = files.size() * part / threads, end = files.size() * (part + 1) / threads;
            if (begin > 0) summaries[part].read(parser, files[begin - 1], true);
            for (size_t place = begin; place < end; place++) summaries[part].read(parser, files[place]);
        });
    }
    for (std::thread &worker : workers) worker.join();
    for (size_t part = 1; part < threads; part++) summaries[0].merge(summaries[part]);
    FILE *file = std::fopen(arguments[3], "w");
    write(file, summaries[0]);
    return std::fclose(file);
}
