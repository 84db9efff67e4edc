#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

// Texts stored once, each under a small number; two texts are the same only when their bytes are.
// A hash table with open addressing, since one text is looked up three times for each job.
class TextInterner {
public:
    explicit TextInterner(uint64_t seed) : seed_(seed | 1), slots_(1024, kEmpty) {}

    int32_t intern(std::string_view text) {
        const uint64_t hash = hash_of(text);
        const size_t mask = slots_.size() - 1;
        for (size_t place = hash & mask;; place = (place + 1) & mask) {
            const int32_t symbol = slots_[place];
            if (symbol == kEmpty) return add(text, hash, place);
            if (entries_[symbol].hash == hash && (*this)[symbol] == text) return symbol;
        }
    }

    std::string_view operator[](size_t symbol) const {
        const Entry &entry = entries_[symbol];
        return {bytes_.data() + entry.start, entry.length};
    }

    size_t count() const { return entries_.size(); }
    size_t byte_count() const { return bytes_.size(); }

    void clear() {
        entries_.clear();
        bytes_.clear();
        slots_.assign(1024, kEmpty);
    }

private:
    struct Entry {
        uint64_t hash;
        size_t start;
        size_t length;
    };

    static constexpr int32_t kEmpty = -1;

    uint64_t seed_;
    std::vector<int32_t> slots_;
    std::vector<Entry> entries_;
    std::vector<char> bytes_;

    static uint64_t mix(uint64_t left, uint64_t right) {
        const unsigned __int128 product = static_cast<unsigned __int128>(left) * right;
        return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
    }

    static uint64_t word(const char *bytes, size_t length) {
        uint64_t word = 0;
        std::memcpy(&word, bytes, length);
        return word;
    }

    uint64_t hash_of(std::string_view text) const {
        uint64_t hash = seed_ ^ (text.size() * 0x9E3779B97F4A7C15u);
        const char *bytes = text.data();
        size_t left = text.size();
        for (; left > 8; bytes += 8, left -= 8) {
            hash = mix(hash ^ word(bytes, 8), 0xA0761D6478BD642Fu ^ seed_);
        }
        return mix(hash ^ word(bytes, left), 0xE7037ED1A0B428DBu);
    }

    int32_t add(std::string_view text, uint64_t hash, size_t place) {
        const int32_t symbol = static_cast<int32_t>(entries_.size());
        bytes_.insert(bytes_.end(), text.begin(), text.end());
        entries_.push_back({hash, bytes_.size() - text.size(), text.size()});
        slots_[place] = symbol;
        if (entries_.size() * 2 > slots_.size()) grow();
        return symbol;
    }

    void grow() {
        std::vector<int32_t> larger(slots_.size() * 2, kEmpty);
        const size_t mask = larger.size() - 1;
        for (size_t symbol = 0; symbol < entries_.size(); symbol++) {
            size_t place = entries_[symbol].hash & mask;
            while (larger[place] != kEmpty) place = (place + 1) & mask;
            larger[place] = static_cast<int32_t>(symbol);
        }
        slots_.swap(larger);
    }
};
