// What the test programs share. The first check that fails ends the program.
#ifndef CHECK_HPP
#define CHECK_HPP

#include "lsagent.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

[[noreturn]] inline void fail(const char *file, int line, const std::string &what) {
    std::cerr << file << ':' << line << ": " << what << std::endl;
    std::_Exit(1);
}

// Anything that can be compared, with what can be printed shown.
template <class T> std::string shown(const T &value) {
    std::ostringstream text;
    if constexpr (std::is_enum_v<T>)
        text << static_cast<std::int32_t>(value);
    else
        text << value;
    return text.str();
}
template <class T> std::string shown(const std::optional<T> &value) {
    return value ? shown(*value) : "nothing";
}
inline std::string shown(lsagent::Status status) { return std::string(lsagent::to_string(status)); }

template <class Got, class Wanted>
void check_equal(const Got &got, const Wanted &wanted, const char *what, const char *file,
                 int line) {
    if (!(got == wanted))
        fail(file, line, std::string(what) + ": expected " + shown(wanted) + ", got " + shown(got));
}

#define CHECK(condition)                                                                           \
    ((condition) ? static_cast<void>(0) : fail(__FILE__, __LINE__, "does not hold: " #condition))
#define CHECK_EQUAL(got, wanted) check_equal((got), (wanted), #got, __FILE__, __LINE__)

// A call that must have failed: its status, and a part of what it says.
inline void check_error(const lsagent::Error &error, lsagent::Status status, const char *part,
                        const char *file, int line) {
    if (error.status() != status || std::string(error.what()).find(part) == std::string::npos)
        fail(file, line,
             "expected " + shown(status) + " with \"" + part + "\", got " + shown(error.status())
                 + ": " + error.what());
}

template <class T>
void check_failed(const lsagent::Result<T> &result, lsagent::Status status, const char *part,
                  const char *file, int line) {
    if (result)
        fail(file, line, "it did not fail");
    check_error(result.error(), status, part, file, line);
}

#define CHECK_FAILED(result, status, part)                                                         \
    check_failed((result), lsagent::Status::status, (part), __FILE__, __LINE__)
#define CHECK_ERROR(error, status, part)                                                           \
    check_error((error), lsagent::Status::status, (part), __FILE__, __LINE__)

#define CHECK_THROWS(call, status, part)                                                           \
    do {                                                                                           \
        bool has_thrown = false;                                                                   \
        try {                                                                                      \
            static_cast<void>(call);                                                               \
        } catch (const lsagent::Error &error) {                                                    \
            has_thrown = true;                                                                     \
            CHECK_ERROR(error, status, part);                                                      \
        }                                                                                          \
        CHECK(has_thrown);                                                                         \
    } while (0)

// What the surroundings must give.
inline std::string needed(const char *name) {
    const char *value = std::getenv(name);
    if (value == nullptr)
        fail(__FILE__, __LINE__, std::string(name) + " is not set");
    return value;
}

inline std::string contents(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    CHECK(!text.empty());
    return text;
}

// For the sandbox that the surroundings name, with a store where they say.
inline lsagent::Config sandbox_config() {
    using namespace std::chrono_literals;
    lsagent::Config config;
    config.api_key(needed("LSAGENT_API_KEY"), needed("LSAGENT_SHARED_KEY"))
        .base_url(needed("LSAGENT_BASE_URL"))
        .ca_file(needed("LSAGENT_CA_FILE"))
        .response_public_key(contents(needed("LSAGENT_PUBLIC_KEY_FILE")))
        .cache_dir(needed("LSAGENT_CACHE_DIR"))
        .device_id("a test's device")
        .proxy("")
        .timeout(60s);
    return config;
}

inline lsagent::Agent agent_of(const lsagent::Config &config) {
    return lsagent::Agent::make(std::nothrow, config).value();
}

inline lsagent::Credentials member(const std::string &name) {
    return lsagent::Credentials::password(name + "@example.com", "secret");
}

// A server on this machine that takes connections and never says a word.
class SilentServer {
public:
    SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *any = reinterpret_cast<sockaddr *>(&address);
        CHECK(::bind(socket_, any, size) == 0 && ::listen(socket_, 64) == 0);
        CHECK(::getsockname(socket_, any, &size) == 0);
        base_url_ = "https://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    }
    SilentServer(const SilentServer &) = delete;
    SilentServer &operator=(const SilentServer &) = delete;
    ~SilentServer() {
        for (const int visitor : visitors_)
            ::close(visitor);
        ::close(socket_);
    }

    const std::string &base_url() const { return base_url_; }

    // Waits until somebody has connected.
    void await_visitor() {
        const int visitor = ::accept(socket_, nullptr, nullptr);
        CHECK(visitor >= 0);
        visitors_.push_back(visitor);
    }

private:
    int socket_;
    std::string base_url_;
    std::vector<int> visitors_;
};

// What somebody on a port of this machine answers to a request of HTTP/1.1, to the end.
inline std::string exchange(const std::string &port, const std::string &first_line,
                            const std::string &headers, const std::string &body) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
    CHECK(::connect(connection, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    const std::string request = first_line + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                                + headers + "Content-Length: " + std::to_string(body.size())
                                + "\r\nConnection: close\r\n\r\n" + body;
    CHECK(::write(connection, request.data(), request.size())
          == static_cast<ssize_t>(request.size()));
    std::string answer;
    char part[4096];
    for (ssize_t size; (size = ::read(connection, part, sizeof part)) > 0;)
        answer.append(part, static_cast<std::size_t>(size));
    ::close(connection);
    return answer;
}

// Tells the sandbox what to do, over its control port.
inline void tell_sandbox(const std::string &method, const std::string &path,
                         const std::string &body) {
    const std::string url = needed("LSAGENT_CONTROL_URL");
    const auto answer = exchange(url.substr(url.rfind(':') + 1), method + ' ' + path,
                                 "Content-Type: application/json\r\n", body);
    if (answer.find(" 200 ") == std::string::npos)
        fail(__FILE__, __LINE__, "the sandbox does not take " + body + ": " + answer);
}

// Long enough for anything that does not hang.
static constexpr auto LONG = std::chrono::seconds(60);

// What came through a callback on another thread.
template <class T> class Mailbox {
public:
    void put(T letter) {
        const std::lock_guard<std::mutex> lock(mutex_);
        letters_.push_back(std::move(letter));
        changed_.notify_all();
    }

    // Waits for so many letters, and has them all.
    std::vector<T> await(std::size_t count) {
        std::unique_lock<std::mutex> lock(mutex_);
        CHECK(changed_.wait_for(lock, LONG, [&] { return letters_.size() >= count; }));
        return letters_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<T> letters_;
};

using Lines = Mailbox<std::string>;

// Waits until the agents' threads are gone; what one of them still has when the process ends counts
// as lost to valgrind.
inline void await_the_last_thread() {
    const auto end = std::chrono::steady_clock::now() + LONG;
    const auto count = [] {
        const std::filesystem::directory_iterator threads("/proc/self/task");
        return std::distance(begin(threads), std::filesystem::directory_iterator());
    };
    while (count() > 1) {
        CHECK(std::chrono::steady_clock::now() < end);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

#endif
