#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

// Texts stored once, each under a small number; two texts are the same only when their bytes are.
//
// A hash table with open addressing, and before it a cache that knows the texts met last, since three texts are
// looked up for each job and nearly all of them are old. The cache looks at a few bytes only, so that names may be
// made to collide in it; these cost a look into the table, whose hash takes every byte and a secret seed.
//
// By hand, measured with a million jobs: decoding them takes 305 to 349 ms; 434 ms with std::unordered_map, and 387 to
// 416 ms with this table and no cache.
class TextInterner {
public:
    explicit TextInterner(uint64_t seed) : seed_(seed | 1) { clear(); }

    int32_t intern(std::string_view text) {
        int32_t &known = cache_[cache_slot(text)];
        if (known != kEmpty && (*this)[known] == text) return known;
        return known = look_up(text);
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
        cache_.assign(size_t(1) << kCacheBits, kEmpty);
    }

private:
    struct Entry {
        uint64_t hash;
        size_t start;
        size_t length;
    };

    static constexpr int32_t kEmpty = -1;
    static constexpr int kCacheBits = 13;

    uint64_t seed_;
    std::vector<int32_t> cache_;
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

    static uint64_t word(const char *bytes) {
        uint64_t word;
        std::memcpy(&word, bytes, 8);
        return word;
    }

    // From the first, the middle and the last eight bytes.
    static size_t cache_slot(std::string_view text) {
        const size_t length = text.size();
        const char *bytes = text.data();
        uint64_t sum = length;
        if (length >= 8) {
            sum += word(bytes) * 0xA0761D6478BD642Fu + word(bytes + (length - 8) / 2) * 0x9E3779B97F4A7C15u
                + word(bytes + length - 8) * 0xE7037ED1A0B428DBu;
        } else {
            sum += word(bytes, length);
        }
        return (sum ^ sum >> 32) * 0x9E3779B97F4A7C15u >> (64 - kCacheBits);
    }

    int32_t look_up(std::string_view text) {
        const uint64_t hash = hash_of(text);
        const size_t mask = slots_.size() - 1;
        for (size_t place = hash & mask;; place = (place + 1) & mask) {
            const int32_t symbol = slots_[place];
            if (symbol == kEmpty) return add(text, hash, place);
            if (entries_[symbol].hash == hash && (*this)[symbol] == text) return symbol;
        }
    }

    uint64_t hash_of(std::string_view text) const {
        uint64_t hash = seed_ ^ (text.size() * 0x9E3779B97F4A7C15u);
        const char *bytes = text.data();
        size_t left = text.size();
        for (; left > 8; bytes += 8, left -= 8) {
            hash = mix(hash ^ word(bytes), 0xA0761D6478BD642Fu ^ seed_);
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
