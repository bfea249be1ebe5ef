/*
 * lsagent for C++17: the C ABI of lsagent.h with owners, views, optional values and exceptions.
 *
 *     lsagent::Config config;
 *     config.api_key("your API key", "your shared key");
 *     lsagent::Agent agent(config);
 *     auto user = lsagent::Credentials::password("valid@example.com", "secret");
 *     auto entitlement = agent.check("up", user, lsagent::Policy::CacheFirst);
 *     std::cout << entitlement.message() << '\n';
 *
 * The rules of everything here:
 *
 * - Owners (Agent, Config, Credentials, Licenses, ...) are move-only and free what they own. Views
 *   (License, Feature, ...) are a pointer, are copied freely, and live as long as the owner they
 *   were read from; so does a std::string_view. Reading one out of a temporary owner does not
 *   compile.
 * - A value that the server did not send is std::nullopt. An index past the end, and a view that
 *   was made from nothing or from an owner that was moved from, read as an object without fields.
 * - `agent.check(...)` returns its value or throws Error. `agent.calls().check(...)` returns a
 *   Call, which has get(), try_get(), start() and async(). Other functions that can fail take
 *   std::nothrow as their first argument, and then return a Result. Without exceptions
 *   (-fno-exceptions) there are only the ways that do not throw. In all of them, an owner that was
 *   moved from is Status::InvalidArgument. When memory is out, they throw std::bad_alloc.
 * - Text goes in as a StringArg: from a literal, a C string, std::string, std::string_view or
 *   std::filesystem::path, in UTF-8.
 * - A const Agent, Calls, Uipath or Task may be used from any number of threads at once. Anything
 *   else follows the rule of the standard library: many readers, or one writer.
 * - get() of an owner or a view gives the object of lsagent.h, for anything that is not here.
 *   lsagent.h is the manual: it describes, at the function of the same name, what a call sends,
 *   stores, returns and for how long it may block.
 *
 * Needs C++17, and neither RTTI nor anything but lsagent.h and the standard library.
 */
#ifndef LSAGENT_HPP
#define LSAGENT_HPP

#include "lsagent.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <future>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

/// 1 where this header throws; 0 where the compiler has no exceptions (-fno-exceptions).
#if defined(__cpp_exceptions) || defined(__EXCEPTIONS) || defined(_CPPUNWIND)
#define LSAGENT_EXCEPTIONS 1
#else
#define LSAGENT_EXCEPTIONS 0
#endif

/// The binding of lsagent.
namespace lsagent {

// The two kinds of translation units have different inline functions of the same name; their names
// must differ for the linker where a program has both.
#if !LSAGENT_EXCEPTIONS
inline namespace without_exceptions {
#endif

/// A point in time. One that does not fit reads as Time::max() or Time::min(), which compare as
/// they should ("9999-12-31" is past what a clock of nanoseconds can hold); get() and lsagent.h
/// give the exact number.
using Time = std::chrono::system_clock::time_point;

// ----------------------------------------------------------------------------------------------
// Numbers

// Generated from include/lsagent.h; `make generate` writes it.

/// The outcome of a call (ls_status). 1-99: the caller; 100-199: this device and the network;
/// 200-299: the server; 300-399: the local store; 900: internal. A newer library may have more.
enum class Status : std::int32_t {
    /// It succeeded.
    Ok = 0,
    /// An argument is null, empty, too long, not UTF-8 or out of range; the message names it.
    InvalidArgument = 1,
    /// A setting is missing or cannot be used; the message says which.
    Config = 2,
    /// The call was cancelled.
    Cancelled = 3,
    /// The server cannot be reached: name look-up, connection refused, connection lost.
    Network = 100,
    /// The call did not end within its timeout.
    Timeout = 101,
    /// No secure connection: certificate, host name, authority, protocol.
    Tls = 102,
    /// The proxy refused, or cannot be reached.
    Proxy = 103,
    /// This device's clock is wrong, or was turned back.
    Clock = 104,
    /// The answer is not a documented one of the API: a captive portal, a gateway's own JSON, a
    /// redirect, a damaged or cut body.
    Response = 200,
    /// The answer's signature is missing or wrong.
    Signature = 201,
    /// A genuine answer, but to another question, or for a product of another id than
    /// Config::product_id says; UiPath: one that does not repeat what was asked for.
    Mismatch = 202,
    /// The vendor's API key, request signature or OAuth client was refused.
    ApiKey = 203,
    /// This user's sign-in was refused.
    Credentials = 204,
    /// The server refused for any other reason; see Error::code.
    Refused = 205,
    /// The server asks for fewer calls.
    RateLimited = 206,
    /// The server has a fault (5xx).
    Server = 207,
    /// This device holds no activated license of the product, or the server does not know the
    /// device any more: activate.
    NotActivated = 208,
    /// The license is in use on as many devices, or was moved as often, as it may be; Error::code
    /// says which.
    ActivationLimit = 209,
    /// All seats of what floats are taken.
    NoSeat = 210,
    /// What may be consumed is used up.
    Quota = 211,
    /// The vendor does not allow it: a trial, a borrowing, a seat of what does not float.
    NotAllowed = 212,
    /// A change may have reached the server, and whether it did cannot be found out now; the next
    /// call about it finds out first.
    Uncertain = 213,
    /// Nothing usable was ever stored for this question, or the store no longer knows the newest
    /// time it has seen.
    NotCached = 300,
    /// Something is stored, but it is past the offline grace.
    CacheExpired = 301,
    /// The store cannot be read or written.
    Cache = 302,
    /// A fault of this library; please report it.
    Internal = 900,
};

/// How much a line of the log matters (ls_log_level).
enum class LogLevel : std::int32_t {
    /// A fault of this library.
    Error = 1,
    /// Something did not work, and the reason.
    Warning = 2,
    /// A line for each call.
    Info = 3,
    /// Everything.
    Debug = 4,
};

/// Where passwords that are remembered may lie (ls_remember).
enum class Remember : std::int32_t {
    /// Nowhere: none is kept.
    Off = 0,
    /// Where the platform keeps secrets; if it has no such place, or refuses, in the sealed store,
    /// with a warning in the log, once for each agent.
    Anywhere = 1,
    /// Where the platform keeps secrets, or nowhere. No password is in a file of the store.
    PlatformOnly = 2,
};

/// What is done with an amount of which nobody knows whether the server has counted it: its answer
/// was lost, and the server's total does not tell (ls_delivery).
enum class Delivery : std::int32_t {
    /// It is not sent again, and stays in the balance as uncertain: nothing is counted twice.
    AtMostOnce = 0,
    /// It is sent again: nothing is left uncounted.
    AtLeastOnce = 1,
};

/// Where an answer may come from (ls_policy).
enum class Policy : std::int32_t {
    /// Ask the server; if it does not answer in time, answer from the store while the offline grace
    /// lasts, and let the request go on in the background.
    NetworkFirst = 0,
    /// Answer from the store at once, without opening a socket, if it holds a usable answer, and
    /// refresh it in the background when it is older than Config::refresh_after; otherwise as
    /// NetworkFirst.
    CacheFirst = 1,
    /// Ask the server only.
    NetworkOnly = 2,
    /// Ask the store only. Opens no socket.
    CacheOnly = 3,
};

/// Where an answer came from (ls_source).
enum class Source : std::int32_t {
    /// From the server, by this call.
    Network = 0,
    /// From the store on this device.
    Cache = 1,
};

/// Whether a user may run a product, and why (ls_decision). A newer library may have more.
enum class Decision : std::int32_t {
    /// Yes.
    Allowed = 0,
    /// Yes: expired, but within the license's own grace period.
    AllowedGrace = 1,
    /// No: the user has no license for the product.
    DeniedNoLicense = 10,
    /// No: the vendor has disabled the license.
    DeniedDisabled = 11,
    /// No: the license is not active.
    DeniedInactive = 12,
    /// No: the license begins later.
    DeniedNotStarted = 13,
    /// No: the license has expired.
    DeniedExpired = 14,
    /// No: the license does not include the feature.
    DeniedNoFeature = 15,
    /// No: the feature has expired.
    DeniedFeatureExpired = 16,
    /// No: the license or the feature floats, and this device holds no seat of it.
    DeniedNoSeat = 17,
    /// No: the server does not know this device any more; activate again.
    DeniedNotActivated = 18,
};

/// What has become of a seat (ls_seat_event). A newer library may have more.
enum class SeatEvent : std::int32_t {
    /// A renewal failed. The seat is held still, and is renewed again while time is left.
    AtRisk = 1,
    /// It was renewed after having been at risk. A renewal that succeeds at once is not reported.
    Renewed = 2,
    /// It is not held any more, and is not taken again by itself.
    Lost = 3,
};

/// The proof of a sign-in that the identity provider sends with the browser (ls_sso_response).
enum class SsoResponse : std::int32_t {
    /// A code that is good for one use (authorization code grant).
    Code = 0,
    /// The token itself, in the fragment of the address (implicit grant).
    Token = 1,
};

/// By which HTTP method licenses are allocated (ls_uipath_method).
enum class UipathMethod : std::int32_t {
    /// POST first; then PUT, if the POST cannot have allocated anything: its answer was 404 or 405,
    /// or a list of the users' licenses, or an empty one.
    Auto = 0,
    /// POST, as the page of 2023.4 says.
    Post = 1,
    /// PUT, as the pages of the other versions say.
    Put = 2,
};

/// How a step of ls_doctor() went (ls_doctor_status).
enum class DoctorStatus : std::int32_t {
    /// It works.
    Ok = 0,
    /// It works, and something about it may not go on to.
    Warning = 1,
    /// It does not work.
    Failed = 2,
    /// It was not looked at; the sentence says why.
    Skipped = 3,
};

// End of the generated part.

/// The name of a status as C spells it, such as "LS_ERR_TIMEOUT".
inline std::string_view to_string(Status status) noexcept {
    return ls_status_name(static_cast<std::int32_t>(status));
}

/// The version of the loaded library, such as "0.2.0".
inline std::string_view version() noexcept { return ls_version(); }

// -----------------------------------------------------------------------------------------------
// Errors

namespace detail {

struct Free {
    void operator()(ls_activation *activation) const noexcept { ls_activation_free(activation); }
    void operator()(ls_agent *agent) const noexcept { ls_agent_free(agent); }
    void operator()(ls_allocations *allocations) const noexcept {
        ls_allocations_free(allocations);
    }
    void operator()(ls_balance *balance) const noexcept { ls_balance_free(balance); }
    void operator()(ls_config *config) const noexcept { ls_config_free(config); }
    void operator()(ls_credentials *credentials) const noexcept {
        ls_credentials_free(credentials);
    }
    void operator()(ls_entitlement *entitlement) const noexcept {
        ls_entitlement_free(entitlement);
    }
    void operator()(ls_error *error) const noexcept { ls_error_free(error); }
    void operator()(ls_license_users *users) const noexcept { ls_license_users_free(users); }
    void operator()(ls_licenses *licenses) const noexcept { ls_licenses_free(licenses); }
    void operator()(ls_releases *releases) const noexcept { ls_releases_free(releases); }
    void operator()(ls_seat *seat) const noexcept { ls_seat_free(seat); }
    void operator()(ls_sso_options *options) const noexcept { ls_sso_options_free(options); }
    void operator()(ls_task *task) const noexcept { ls_task_free(task); }
    void operator()(ls_uipath *uipath) const noexcept { ls_uipath_free(uipath); }
    void operator()(ls_variables *variables) const noexcept { ls_variables_free(variables); }
    void operator()(char *string) const noexcept { ls_string_free(string); }
};

template <class Raw> using Handle = std::unique_ptr<Raw, Free>;

inline std::string or_empty(const char *text) { return text != nullptr ? text : ""; }

inline std::string owned(char *text) { return or_empty(Handle<char>(text).get()); }

template <class Object>
std::optional<std::string_view> text(const char *(*read)(const Object *),
                                     const Object *object) noexcept {
    const char *text = read(object);
    return text != nullptr ? std::optional<std::string_view>(text) : std::nullopt;
}

template <class Object>
std::optional<bool> flag(bool (*read)(const Object *, bool *), const Object *object) noexcept {
    bool value = false;
    return read(object, &value) ? std::optional<bool>(value) : std::nullopt;
}

template <class Object>
std::optional<std::int64_t> integer(bool (*read)(const Object *, std::int64_t *),
                                    const Object *object) noexcept {
    std::int64_t value = 0;
    return read(object, &value) ? std::optional<std::int64_t>(value) : std::nullopt;
}

inline Time to_time(std::int64_t unix_seconds) noexcept {
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    constexpr auto latest = duration_cast<seconds>((Time::max)().time_since_epoch());
    constexpr auto earliest = duration_cast<seconds>((Time::min)().time_since_epoch());
    if (unix_seconds > latest.count())
        return (Time::max)();
    if (unix_seconds < earliest.count())
        return (Time::min)();
    return Time(duration_cast<Time::duration>(seconds(unix_seconds)));
}

template <class Object>
std::optional<Time> time(bool (*read)(const Object *, std::int64_t *),
                         const Object *object) noexcept {
    const auto unix_seconds = integer(read, object);
    return unix_seconds ? std::optional<Time>(to_time(*unix_seconds)) : std::nullopt;
}

/// A number of milliseconds as C takes it. One that does not fit becomes 0, which C refuses, or the
/// largest.
inline std::uint32_t to_milliseconds(std::chrono::milliseconds time) noexcept {
    constexpr std::int64_t most = (std::numeric_limits<std::uint32_t>::max)();
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time.count(), 0, most));
}

} // namespace detail

/// Why a call failed: thrown, or held by a Result. what() is one sentence for a log or
/// a support ticket, in English, without a credential in it.
class Error : public std::runtime_error {
public:
    /// An error without a server's code, as an application's own stand-in for an agent may need it.
    Error(Status status, const std::string &message)
        : std::runtime_error(message), status_(status) {}

    /// A copy of an error of lsagent.h.
    explicit Error(const ls_error *error)
        : Error(static_cast<Status>(ls_error_status(error)),
                detail::or_empty(ls_error_message(error))) {
        http_status_ = ls_error_http_status(error);
        is_retryable_ = ls_error_is_retryable(error);
        has_retry_after_ = ls_error_retry_after(error, &retry_after_);
        if (const char *code = ls_error_code(error))
            code_ = std::make_shared<const std::string>(code);
    }

    /// What became of the call; never Status::Ok.
    Status status() const noexcept { return status_; }

    /// The `code` of the server's error answer, such as "unknown_product". Lives as long as the
    /// error.
    std::optional<std::string_view> code() const &noexcept {
        return code_ ? std::optional<std::string_view>(*code_) : std::nullopt;
    }
    std::optional<std::string_view> code() const && = delete;

    /// The HTTP status of the answer; absent if there was no HTTP answer.
    std::optional<std::uint16_t> http_status() const noexcept {
        return http_status_ != 0 ? std::optional<std::uint16_t>(http_status_) : std::nullopt;
    }

    /// Whether the same call may succeed later with nothing changed on this side.
    bool is_retryable() const noexcept { return is_retryable_; }

    /// For how long the server asked not to be called again; absent if it did not ask.
    std::optional<std::chrono::seconds> retry_after() const noexcept {
        return has_retry_after_ ? std::optional<std::chrono::seconds>(retry_after_) : std::nullopt;
    }

private:
    Status status_;
    std::uint16_t http_status_ = 0;
    bool is_retryable_ = false;
    bool has_retry_after_ = false;
    std::int64_t retry_after_ = 0;
    // Shared, since copying an exception must not throw.
    std::shared_ptr<const std::string> code_;
};

static_assert(std::is_nothrow_copy_constructible_v<Error>);

namespace detail {

[[noreturn]] inline void raise(const Error &error) {
#if LSAGENT_EXCEPTIONS
    throw error;
#else
    std::fprintf(stderr, "lsagent: the value of a failed call was asked for: %s\n", error.what());
    std::abort();
#endif
}

[[noreturn]] inline void no_error() noexcept {
    std::fputs("lsagent: the error of a call that did not fail was asked for\n", stderr);
    std::abort();
}

inline Error invalid(const char *name, const char *what) {
    return Error(Status::InvalidArgument, std::string(name) + ": " + what);
}

inline std::optional<Error> fallback(const ls_error *error) {
    return error != nullptr ? std::optional<Error>(error) : std::nullopt;
}

} // namespace detail

/// The outcome of a call that does not throw: its value, or an Error. After the model of C++23's
/// std::expected.
///
/// The value of a failed call throws that call's Error; without exceptions it ends the program with
/// a message, as does the error of a call that did not fail.
template <class T> class [[nodiscard]] Result {
public:
    /// A success.
    Result(T value) : outcome_(std::move(value)) {}
    /// A failure.
    Result(Error error) : outcome_(std::move(error)) {}

    /// Whether the call succeeded.
    bool has_value() const noexcept { return std::holds_alternative<T>(outcome_); }
    /// Whether the call succeeded.
    explicit operator bool() const noexcept { return has_value(); }

    /// The value.
    T &value() & { return checked(*this); }
    /// The value.
    const T &value() const & { return checked(*this); }
    /// The value, moved out.
    T value() && { return std::move(checked(*this)); }

    /// The value.
    T &operator*() & { return value(); }
    /// The value.
    const T &operator*() const & { return value(); }
    /// The value, moved out.
    T operator*() && { return std::move(checked(*this)); }

    /// A member of the value.
    T *operator->() & { return &value(); }
    /// A member of the value.
    const T *operator->() const & { return &value(); }
    const T *operator->() const && = delete;

    /// The error of a call that failed.
    const Error &error() const & {
        const auto *error = std::get_if<Error>(&outcome_);
        if (error == nullptr)
            detail::no_error();
        return *error;
    }
    /// The error of a call that failed, moved out.
    Error error() && { return std::as_const(*this).error(); }

private:
    template <class Self> static auto &checked(Self &self) {
        auto *value = std::get_if<T>(&self.outcome_);
        if (value == nullptr)
            detail::raise(self.error());
        return *value;
    }

    std::variant<T, Error> outcome_;
};

/// The outcome of a call that does not throw and has no value.
template <> class [[nodiscard]] Result<void> {
public:
    /// A success.
    Result() = default;
    /// A failure.
    Result(Error error) : error_(std::move(error)) {}

    /// Whether the call succeeded.
    bool has_value() const noexcept { return !error_; }
    /// Whether the call succeeded.
    explicit operator bool() const noexcept { return has_value(); }

    /// Throws if the call failed; without exceptions it then ends the program.
    void value() const {
        if (error_)
            detail::raise(*error_);
    }

    /// The error of a call that failed.
    const Error &error() const & {
        if (!error_)
            detail::no_error();
        return *error_;
    }
    /// The error of a call that failed, moved out.
    Error error() && { return std::as_const(*this).error(); }

private:
    std::optional<Error> error_;
};

namespace detail {

/// Why a call failed.
inline Error failure(ls_status status, const ls_error *reason) {
    if (reason == nullptr)
        return Error(static_cast<Status>(status), ls_status_name(status));
    return Error(reason);
}

/// Takes ownership of the value and the error of a call.
template <class T> Result<T> outcome(ls_status status, typename T::Raw *value, ls_error *error) {
    T owner(value);
    const Handle<ls_error> reason(error);
    if (status == LS_OK)
        return owner;
    return failure(status, reason.get());
}

/// Makes a call.
template <class T, class Ask> Result<T> outcome(Ask ask) {
    typename T::Raw *value = nullptr;
    ls_error *error = nullptr;
    const ls_status status = ask(&value, &error);
    return outcome<T>(status, value, error);
}

/// Makes a call that has no value.
template <class Ask> Result<void> done(Ask ask) {
    ls_error *raw = nullptr;
    const ls_status status = ask(&raw);
    const Handle<ls_error> error(raw);
    if (status == LS_OK)
        return {};
    return failure(status, error.get());
}

} // namespace detail

// -----------------------------------------------------------------------------------------------
// Arguments

/// Text on its way to the library, in UTF-8: made where a function is called, from a literal, a C
/// string, std::string, std::string_view, whatever converts to one, u8 text, or
/// std::filesystem::path.
///
/// A std::string and a C string are not copied; a copy that has to be made is overwritten in the
/// end. A null pointer, and text that holds a NUL (which C would cut there), are
/// Status::InvalidArgument.
class StringArg {
public:
    /// A C string, or null. (An array of char is one: it ends with its first NUL.)
    StringArg(const char *text) noexcept : text_(text) {}

    /// Null.
    StringArg(std::nullptr_t) noexcept : text_(nullptr) {}

    /// A std::string.
    StringArg(const std::string &text) noexcept
        : text_(text.c_str()), is_whole_(text.find('\0') == std::string::npos) {}

    /// A std::string_view, or what converts to one.
    template <
        class Text,
        std::enable_if_t<
            std::is_convertible_v<
                const Text &,
                std::
                    string_view> && !std::is_convertible_v<const Text &, const char *> && !std::is_base_of_v<std::string, Text>,
            int> = 0>
    StringArg(const Text &text) : StringArg(Copy{}, std::string_view(text)) {}

    /// A std::filesystem::path.
    template <class Path, class = decltype(std::declval<const Path &>().u8string())>
    StringArg(const Path &path) : StringArg(Copy{}, bytes(path.u8string())) {}

#if defined(__cpp_char8_t)
    /// A C string of UTF-8, or null.
    StringArg(const char8_t *text) noexcept : text_(reinterpret_cast<const char *>(text)) {}
    /// UTF-8.
    StringArg(std::basic_string_view<char8_t> text) : StringArg(Copy{}, bytes(text)) {}
    /// UTF-8.
    StringArg(const std::basic_string<char8_t> &text) : StringArg(Copy{}, bytes(text)) {}
#endif

    StringArg(const StringArg &) = delete;
    StringArg &operator=(const StringArg &) = delete;

    ~StringArg() {
        volatile char *secret = copy_.data();
        for (std::size_t index = 0; index < copy_.size(); ++index)
            secret[index] = '\0';
    }

    /// The text as C wants it: null, or ending with NUL. Lives as long as this.
    const char *c_str() const noexcept { return text_; }

    /// Whether the text holds no NUL.
    bool is_whole() const noexcept { return is_whole_; }

private:
    struct Copy {};

    StringArg(Copy, std::string_view text)
        : copy_(text), text_(copy_.c_str()), is_whole_(text.find('\0') == std::string_view::npos) {}

    template <class Text> static std::string_view bytes(const Text &text) noexcept {
        static_assert(sizeof(typename Text::value_type) == 1);
        return {reinterpret_cast<const char *>(text.data()), text.size()};
    }

    std::string copy_;
    const char *text_;
    bool is_whole_ = true;
};

/// Texts on their way to the library: a braced list, or any range of what StringArg takes.
class StringListArg {
public:
    /// A braced list.
    StringListArg(std::initializer_list<std::string_view> texts) {
        add(texts.begin(), texts.end());
    }

    /// A container, an array or another range.
    template <class Range, class = std::enable_if_t<std::is_constructible_v<
                               StringArg, decltype(*std::begin(std::declval<const Range &>()))>>>
    StringListArg(const Range &texts) {
        add(std::begin(texts), std::end(texts));
    }

    StringListArg(const StringListArg &) = delete;
    StringListArg &operator=(const StringListArg &) = delete;

    /// The texts as C wants them.
    const char *const *data() const noexcept { return pointers_.data(); }

    /// How many there are.
    std::size_t size() const noexcept { return pointers_.size(); }

    /// The first text that holds a NUL; size() if there is none.
    std::size_t first_broken() const noexcept { return first_broken_; }

private:
    template <class Iterator, class End> void add(Iterator next, End end) {
        std::vector<std::pair<std::size_t, bool>> places;
        std::string all;
        for (; next != end; ++next) {
            const StringArg text(*next);
            if (!text.is_whole())
                first_broken_ = (std::min)(first_broken_, places.size());
            places.emplace_back(all.size(), text.c_str() != nullptr);
            all.append(detail::or_empty(text.c_str())).push_back('\0');
        }
        texts_ = std::move(all);
        for (const auto &[offset, is_given] : places)
            pointers_.push_back(is_given ? texts_.data() + offset : nullptr);
        // C asks for an array, also for one of nothing.
        pointers_.reserve(1);
        first_broken_ = (std::min)(first_broken_, places.size());
    }

    std::string texts_;
    std::vector<const char *> pointers_;
    std::size_t first_broken_ = (std::numeric_limits<std::size_t>::max)();
};

/// Names with values on their way to the library: a braced list of pairs, or a range of pairs, such
/// as a std::map, of what converts to std::string_view.
class VariablesArg {
public:
    /// A braced list.
    VariablesArg(std::initializer_list<std::pair<std::string_view, std::string_view>> variables)
        : VariablesArg(split(variables)) {}

    /// A container or another range.
    template <class Range,
              class = std::enable_if_t<std::is_convertible_v<
                  decltype(std::begin(std::declval<const Range &>())->second), std::string_view>>>
    VariablesArg(const Range &variables) : VariablesArg(split(variables)) {}

    /// The names.
    const StringListArg &names() const noexcept { return names_; }
    /// The values, in the order of the names.
    const StringListArg &values() const noexcept { return values_; }

private:
    using Texts = std::vector<std::string_view>;

    explicit VariablesArg(const std::pair<Texts, Texts> &both)
        : names_(both.first), values_(both.second) {}

    template <class Range> static std::pair<Texts, Texts> split(const Range &variables) {
        std::pair<Texts, Texts> both;
        for (const auto &[name, value] : variables) {
            both.first.emplace_back(name);
            both.second.emplace_back(value);
        }
        return both;
    }

    StringListArg names_, values_;
};

namespace detail {

/// Texts with the names of their parameters.
using Texts = std::initializer_list<std::pair<const char *, const StringArg *>>;

/// Says which of the named texts holds a NUL, if one does.
inline std::optional<Error> broken(Texts texts) {
    for (const auto &[name, text] : texts)
        if (!text->is_whole())
            return invalid(name, "holds a NUL");
    return std::nullopt;
}

inline std::optional<Error> broken(const char *name, const StringListArg &texts) {
    if (texts.first_broken() == texts.size())
        return std::nullopt;
    return invalid((std::string(name) + '[' + std::to_string(texts.first_broken()) + ']').c_str(),
                   "holds a NUL");
}

} // namespace detail

// -------------------------------------------------------------------------------------------
// Ranges and views

namespace detail {

/// What operator-> gives where there is no object to point to.
template <class Item> class Arrow {
public:
    explicit Arrow(Item item) noexcept : item_(item) {}
    const Item *operator->() const noexcept { return &item_; }

private:
    Item item_;
};

/// Goes over what is counted and read by index. Random access; what it gives are values.
template <class Traits> class Iterator {
public:
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::random_access_iterator_tag;
    using value_type = typename Traits::Item;
    using difference_type = std::ptrdiff_t;
    using reference = value_type;
    using pointer = Arrow<value_type>;

    Iterator() = default;
    Iterator(const typename Traits::Object *object, difference_type index) noexcept
        : object_(object), index_(index) {}

    reference operator*() const noexcept {
        return Traits::at(object_, static_cast<std::size_t>(index_));
    }
    pointer operator->() const noexcept { return pointer(**this); }
    reference operator[](difference_type offset) const noexcept { return *(*this + offset); }

    Iterator &operator+=(difference_type offset) noexcept {
        index_ += offset;
        return *this;
    }
    Iterator &operator-=(difference_type offset) noexcept { return *this += -offset; }
    Iterator &operator++() noexcept { return *this += 1; }
    Iterator &operator--() noexcept { return *this -= 1; }
    Iterator operator++(int) noexcept { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) noexcept { return std::exchange(*this, *this - 1); }

    friend Iterator operator+(Iterator it, difference_type offset) noexcept { return it += offset; }
    friend Iterator operator+(difference_type offset, Iterator it) noexcept { return it += offset; }
    friend Iterator operator-(Iterator it, difference_type offset) noexcept { return it -= offset; }
    friend difference_type operator-(Iterator left, Iterator right) noexcept {
        return left.index_ - right.index_;
    }
    friend bool operator==(Iterator left, Iterator right) noexcept {
        return left.index_ == right.index_;
    }
    friend bool operator!=(Iterator left, Iterator right) noexcept {
        return left.index_ != right.index_;
    }
    friend bool operator<(Iterator left, Iterator right) noexcept {
        return left.index_ < right.index_;
    }
    friend bool operator>(Iterator left, Iterator right) noexcept { return right < left; }
    friend bool operator<=(Iterator left, Iterator right) noexcept { return !(right < left); }
    friend bool operator>=(Iterator left, Iterator right) noexcept { return !(left < right); }

private:
    const typename Traits::Object *object_ = nullptr;
    difference_type index_ = 0;
};

/// What the views have in common.
template <class Object> class View {
public:
    /// Nothing, without fields.
    View() = default;
    /// An object of lsagent.h, borrowed.
    explicit View(const Object *object) noexcept : object_(object) {}

    /// The object of lsagent.h, borrowed; null for nothing.
    const Object *get() const noexcept { return object_; }

private:
    const Object *object_ = nullptr;
};

/// Owns an object that a view reads. There is no view of a temporary, with which the object would
/// go.
template <class Viewed, class Object, void (*free)(Object *)> class Owner {
public:
    using Raw = Object; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Owner(Object *object) noexcept : handle_(object) {}

    /// The fields, borrowed.
    Viewed view() const &noexcept { return Viewed(get()); }
    Viewed view() const && = delete;

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const Object *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller.
    Object *release() noexcept { return handle_.release(); }

private:
    struct Free {
        void operator()(Object *object) const noexcept { free(object); }
    };

    std::unique_ptr<Object, Free> handle_;
};

/// A view of the elements of something.
template <class Traits> class Range {
public:
    using value_type = typename Traits::Item; ///< What the elements are.
    using size_type = std::size_t;            ///< What counts them.
    using difference_type = std::ptrdiff_t;   ///< What lies between them.
    using iterator = Iterator<Traits>;        ///< Goes over them.
    using const_iterator = iterator;          ///< Goes over them.

    /// Nothing.
    Range() = default;
    /// What belongs to an object of lsagent.h, borrowed.
    explicit Range(const typename Traits::Object *object) noexcept : object_(object) {}

    /// The first element.
    iterator begin() const noexcept { return {object_, 0}; }
    /// Past the last element.
    iterator end() const noexcept { return {object_, static_cast<difference_type>(size())}; }
    /// How many elements there are.
    size_type size() const noexcept { return Traits::count(object_); }
    /// Whether there is none.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// The element at an index; past the end, an empty one.
    value_type operator[](size_type index) const noexcept { return Traits::at(object_, index); }
    /// The first element; an empty one if there is none.
    value_type front() const noexcept { return (*this)[0]; }
    /// The last element; an empty one if there is none.
    value_type back() const noexcept { return (*this)[size() - 1]; }

private:
    const typename Traits::Object *object_ = nullptr;
};

/// Owns an object, and is a range of its elements. None can be had from a temporary, with which it
/// would go.
template <class Traits> class Sequence {
public:
    using Raw = typename Traits::Object;      ///< What is owned.
    using value_type = typename Traits::Item; ///< What the elements are.
    using size_type = std::size_t;            ///< What counts them.
    using difference_type = std::ptrdiff_t;   ///< What lies between them.
    using iterator = Iterator<Traits>;        ///< Goes over them.
    using const_iterator = iterator;          ///< Goes over them.

    /// Takes over an object of lsagent.h, or null.
    explicit Sequence(Raw *object) noexcept : handle_(object) {}

    /// The object of lsagent.h, borrowed; null once it was moved away.
    Raw *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller.
    Raw *release() noexcept { return handle_.release(); }

    /// The first element.
    iterator begin() const &noexcept { return {get(), 0}; }
    iterator begin() const && = delete;
    /// Past the last element.
    iterator end() const &noexcept { return {get(), static_cast<difference_type>(size())}; }
    iterator end() const && = delete;
    /// How many elements there are.
    size_type size() const noexcept { return Traits::count(get()); }
    /// Whether there is none.
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// The element at an index; past the end, an empty one.
    value_type operator[](size_type index) const &noexcept { return Traits::at(get(), index); }
    value_type operator[](size_type index) const && = delete;
    /// The first element; an empty one if there is none.
    value_type front() const &noexcept { return (*this)[0]; }
    value_type front() const && = delete;
    /// The last element; an empty one if there is none.
    value_type back() const &noexcept { return (*this)[size() - 1]; }
    value_type back() const && = delete;

private:
    Handle<Raw> handle_;
};

} // namespace detail

#if !LSAGENT_EXCEPTIONS
} // namespace without_exceptions
#endif

} // namespace lsagent

#include "lsagent_fields.hpp"

namespace lsagent {

#if !LSAGENT_EXCEPTIONS
inline namespace without_exceptions {
#endif

namespace detail {

struct LicenseTraits {
    using Object = ls_licenses;
    using Item = License;
    static std::size_t count(const Object *licenses) noexcept {
        return ls_licenses_count(licenses);
    }
    static Item at(const Object *licenses, std::size_t index) noexcept {
        return Item(ls_licenses_at(licenses, index));
    }
};

struct LicenseUserTraits {
    using Object = ls_license_users;
    using Item = LicenseUser;
    static std::size_t count(const Object *users) noexcept { return ls_license_users_count(users); }
    static Item at(const Object *users, std::size_t index) noexcept {
        return Item(ls_license_users_at(users, index));
    }
};

struct ReleaseTraits {
    using Object = ls_releases;
    using Item = Release;
    static std::size_t count(const Object *releases) noexcept {
        return ls_releases_count(releases);
    }
    static Item at(const Object *releases, std::size_t index) noexcept {
        return Item(ls_releases_at(releases, index));
    }
};

struct VariableTraits {
    using Object = ls_variables;
    using Item = Variable;
    static std::size_t count(const Object *variables) noexcept {
        return ls_variables_count(variables);
    }
    static Item at(const Object *variables, std::size_t index) noexcept {
        return Item(ls_variables_at(variables, index));
    }
};

struct AllocationTraits {
    using Object = ls_allocations;
    using Item = Allocation;
    static std::size_t count(const Object *allocations) noexcept {
        return ls_allocations_count(allocations);
    }
    static Item at(const Object *allocations, std::size_t index) noexcept {
        return Item(ls_allocations_at(allocations, index));
    }
};

} // namespace detail

// -----------------------------------------------------------------------------------------------
// Answers

/// Whether a user may run a product, and why.
class Entitlement {
public:
    using Raw = ls_entitlement; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Entitlement(ls_entitlement *entitlement) noexcept : handle_(entitlement) {}

    /// Whether the answer is yes.
    bool is_allowed() const noexcept { return ls_entitlement_is_allowed(get()); }
    /// Whether the answer is yes.
    explicit operator bool() const noexcept { return is_allowed(); }
    /// The decision.
    Decision decision() const noexcept {
        return static_cast<Decision>(ls_entitlement_decision(get()));
    }
    /// The license that decided; absent if there was none.
    std::optional<License> license() const &noexcept {
        const ls_license *license = ls_entitlement_license(get());
        return license != nullptr ? std::optional<License>(license) : std::nullopt;
    }
    std::optional<License> license() const && = delete;
    /// When the right to use ends, or ended: the first second without it, a grace period that has
    /// begun included. Absent if it has no end.
    std::optional<Time> expires_at() const noexcept {
        return detail::time(ls_entitlement_expires_at, get());
    }
    /// Whether the server answered this call or the store did.
    Source source() const noexcept { return static_cast<Source>(ls_entitlement_source(get())); }
    /// When the server gave the answer, by the later of this device's clock and the server's.
    Time fetched_at() const noexcept { return detail::to_time(ls_entitlement_fetched_at(get())); }
    /// Why the store answered although the server was asked; absent if that is not the case.
    std::optional<Error> fallback() const {
        return detail::fallback(ls_entitlement_fallback(get()));
    }
    /// A sentence to show a person, in English.
    std::string_view message() const &noexcept {
        const char *message = ls_entitlement_message(get());
        return message != nullptr ? std::string_view(message) : std::string_view();
    }
    std::string_view message() const && = delete;
    /// Everything as JSON.
    std::string to_json() const { return detail::owned(ls_entitlement_to_json(get())); }

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_entitlement *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller.
    ls_entitlement *release() noexcept { return handle_.release(); }

private:
    detail::Handle<ls_entitlement> handle_;
};

/// A user's licenses for a product: a range of License.
class Licenses : public detail::Sequence<detail::LicenseTraits> {
public:
    using Sequence::Sequence;

    /// Whether the server answered this call or the store did.
    Source source() const noexcept { return static_cast<Source>(ls_licenses_source(get())); }
    /// When the server gave the answer, by the later of this device's clock and the server's.
    Time fetched_at() const noexcept { return detail::to_time(ls_licenses_fetched_at(get())); }
    /// Why the store answered although the server was asked; absent if that is not the case.
    std::optional<Error> fallback() const { return detail::fallback(ls_licenses_fallback(get())); }
    /// The server's JSON with every field, as an array of {"license": {…}, "user": {…}}.
    std::string to_json() const { return detail::owned(ls_licenses_to_json(get())); }

    /// May the user whose licenses these are run this product, or this feature of it? Asks neither
    /// server nor store. `feature` is the code of a feature, or null.
    Result<Entitlement> check(std::nothrow_t, const StringArg &product,
                              const StringArg &feature = nullptr) const {
        if (auto error = detail::broken({{"product", &product}, {"feature", &feature}}))
            return *std::move(error);
        return detail::outcome<Entitlement>([&](auto **out, auto **error) {
            return ls_licenses_check(get(), product.c_str(), feature.c_str(), out, error);
        });
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    Entitlement check(const StringArg &product, const StringArg &feature = nullptr) const {
        return check(std::nothrow, product, feature).value();
    }
#endif
};

/// A customer and the users of its licenses for a product: a range of LicenseUser.
class LicenseUsers : public detail::Sequence<detail::LicenseUserTraits> {
public:
    using Sequence::Sequence;

    /// The customer.
    Customer customer() const &noexcept { return Customer(ls_license_users_customer(get())); }
    Customer customer() const && = delete;
    /// Whether the server answered this call or the store did.
    Source source() const noexcept { return static_cast<Source>(ls_license_users_source(get())); }
    /// When the server gave the answer, by the later of this device's clock and the server's.
    Time fetched_at() const noexcept { return detail::to_time(ls_license_users_fetched_at(get())); }
    /// Why the store answered although the server was asked; absent if that is not the case.
    std::optional<Error> fallback() const {
        return detail::fallback(ls_license_users_fallback(get()));
    }
    /// The server's JSON with every field. In an answer from the store each initial_password is
    /// null.
    std::string to_json() const { return detail::owned(ls_license_users_to_json(get())); }
};

/// Releases of a product, in the order of the server: a range of Release.
class Releases : public detail::Sequence<detail::ReleaseTraits> {
public:
    using Sequence::Sequence;

    /// The server's JSON with every field.
    std::string to_json() const { return detail::owned(ls_releases_to_json(get())); }
};

/// The variables of a device: a range of Variable.
class Variables : public detail::Sequence<detail::VariableTraits> {
public:
    using Sequence::Sequence;

    /// The server's JSON with every field.
    std::string to_json() const { return detail::owned(ls_variables_to_json(get())); }
};

/// The outcome of an allocation: a range of Allocation, one for each user.
class Allocations : public detail::Sequence<detail::AllocationTraits> {
public:
    using Sequence::Sequence;

    /// The server's JSON with every field.
    std::string to_json() const { return detail::owned(ls_allocations_to_json(get())); }
};

/// What of a license or feature was consumed, as this device knows it, in the vendor's units.
class Balance {
public:
    using Raw = ls_balance; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Balance(ls_balance *balance) noexcept : handle_(balance) {}

    /// What all devices have consumed, as the server has said last.
    std::int64_t total() const noexcept { return ls_balance_total(get()); }
    /// How much all devices may consume, overage included; absent if it is unlimited.
    std::optional<std::int64_t> limit() const noexcept {
        return detail::integer(ls_balance_limit, get());
    }
    /// What was consumed on this device and is not sent yet; negative if more was given back.
    std::int64_t unsent() const noexcept { return ls_balance_unsent(get()); }
    /// What was sent, and nobody knows whether it is counted.
    std::int64_t uncertain() const noexcept { return ls_balance_uncertain(get()); }

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_balance *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller.
    ls_balance *release() noexcept { return handle_.release(); }

private:
    detail::Handle<ls_balance> handle_;
};

// -----------------------------------------------------------------------------------------------
// Callbacks

/// The outcome of a request for licenses in the background. It borrows all it points to for the
/// length of the callback.
struct Refresh {
    std::string_view product;   ///< The product's short code.
    Status status;              ///< The outcome of the request.
    bool changed;               ///< Whether the answer differs from the stored one.
    const Licenses *licenses;   ///< The new answer; null if it has not changed.
    std::optional<Error> error; ///< Why it failed or was refused.
};

/// Receives a line of the log. It comes on the thread on which the event happened, several threads
/// at once, and must not call back into the agent.
using LogCallback = std::function<void(LogLevel level, std::string_view message)>;

/// Receives the outcome of a request in the background, on a thread of the agent.
using RefreshCallback = std::function<void(const Refresh &refresh)>;

/// A step of Agent::doctor. It borrows all it points to for the length of the callback.
struct DoctorStep {
    std::string_view step;     ///< Its name: "settings", "tls", and so on.
    DoctorStatus status;       ///< How it went.
    std::string_view sentence; ///< What was found, for a person.
    std::string_view json;     ///< The step as the report has it.
};

/// Receives a step when it has been taken, on a thread of the agent: it must not wait for the one
/// that waits for the report.
using DoctorCallback = std::function<void(const DoctorStep &step)>;

/// Shows the page at `url` to the person who signs in: in a window of the application's own, say.
/// Returns true if the application shows it; with false, or if it throws, the agent has the
/// system's browser open it.
///
/// It comes once for each sign-in: on the caller's thread in Agent::sso_sign_in, on one of the
/// agent's otherwise. It must return soon and not wait for the person, and must not destroy the
/// agent.
using BrowserCallback = std::function<bool(std::string_view url)>;

/// Receives what becomes of a seat, on a thread of the agent: for one seat one after the other.
/// `error` says why; it is absent with SeatEvent::Renewed. It may destroy the seat, its activation
/// and the agent.
using SeatCallback = std::function<void(SeatEvent event, const std::optional<Error> &error)>;

class Activation;
class Seat;

namespace detail {

/// The callbacks of a configuration; kept by every agent made with it. Does not change once it is
/// shared.
struct Callbacks : std::enable_shared_from_this<Callbacks> {
    LogLevel level = LogLevel::Error;
    LogCallback log;
    RefreshCallback refresh;
};

/// Runs the application's code where an exception must not pass: into C, or out of a destructor.
/// An exception becomes a line of the log.
template <class Code> void shielded(const LogCallback &log, Code code) noexcept {
#if LSAGENT_EXCEPTIONS
    const auto report = [&log](const char *what) noexcept {
        try {
            if (log)
                log(LogLevel::Error, std::string("an exception left a callback: ") + what);
        } catch (...) {
            // The log itself has failed.
        }
    };
    try {
        code();
    } catch (const std::exception &exception) {
        report(exception.what());
    } catch (...) {
        report("it is no std::exception");
    }
#else
    static_cast<void>(log);
    code();
#endif
}

inline void on_log(void *user_data, std::int32_t level, const char *message) noexcept {
    const auto callbacks = static_cast<Callbacks *>(user_data)->shared_from_this();
    shielded(nullptr, [&] { callbacks->log(static_cast<LogLevel>(level), message); });
}

inline void on_refresh(void *user_data, const char *product, ls_status status, bool changed,
                       const ls_licenses *licenses, const ls_error *error) noexcept {
    // The callback may be what destroys the agent, and with it what else keeps this.
    const auto callbacks = static_cast<Callbacks *>(user_data)->shared_from_this();
    // A const owner can neither be changed nor moved from. It is as good as a view, as long as it
    // is released in the end.
    Licenses borrowed(const_cast<ls_licenses *>(licenses));
    shielded(callbacks->log, [&] {
        callbacks->refresh(Refresh{product, static_cast<Status>(status), changed,
                                   licenses != nullptr ? &borrowed : nullptr, fallback(error)});
    });
    static_cast<void>(borrowed.release());
}

/// The function that gets the steps of one examination, and the log for an exception that leaves it.
struct DoctorSteps {
    const DoctorCallback *call;
    std::shared_ptr<const Callbacks> callbacks;
};

inline void on_step(void *user_data, const char *step, std::int32_t status, const char *sentence,
                    const char *json) noexcept {
    const auto steps = static_cast<const DoctorSteps *>(user_data);
    shielded(steps->callbacks->log, [&] {
        (*steps->call)(DoctorStep{step, static_cast<DoctorStatus>(status), sentence, json});
    });
}

/// The function that shows the page of one sign-in, and the log for an exception that leaves it.
struct Browser {
    std::shared_ptr<const BrowserCallback> show;
    std::shared_ptr<const Callbacks> callbacks;
};

inline bool on_browser(void *user_data, const char *url) noexcept {
    // A function that takes too long is not waited for: the sign-in, which keeps it, may end first.
    const Browser browser = *static_cast<const Browser *>(user_data);
    bool is_shown = false;
    shielded(browser.callbacks->log, [&] { is_shown = (*browser.show)(url); });
    return is_shown;
}

/// Receives what becomes of a seat, as long as it lives. The library gets a number, by which it is
/// looked up: it may go before its agent does, and be asked for afterwards.
class SeatListener {
public:
    SeatListener(SeatCallback callback, std::shared_ptr<const Callbacks> callbacks)
        : number_(table().add({std::move(callback), std::move(callbacks)})) {}
    SeatListener(const SeatListener &) = delete;
    SeatListener &operator=(const SeatListener &) = delete;
    ~SeatListener() { table().remove(number_); }

    void *user_data() const noexcept { return reinterpret_cast<void *>(number_); }

    /// What the library calls.
    static void on_event(void *user_data, std::int32_t event, const ls_error *error) noexcept {
        const auto entry = table().find(reinterpret_cast<std::uintptr_t>(user_data));
        if (entry == nullptr)
            return;
        const auto &callbacks = entry->callbacks;
        shielded(callbacks != nullptr ? callbacks->log : LogCallback(), [&] {
            entry->callback(static_cast<SeatEvent>(event), fallback(error));
        });
    }

private:
    struct Entry {
        SeatCallback callback;
        std::shared_ptr<const Callbacks> callbacks;
    };

    /// The listeners of all seats by their numbers, of which none is given twice.
    class Table {
    public:
        std::uintptr_t add(Entry entry) {
            auto shared = std::make_shared<const Entry>(std::move(entry));
            const std::lock_guard<std::mutex> lock(mutex_);
            entries_.emplace(++last_, std::move(shared));
            return last_;
        }
        void remove(std::uintptr_t number) {
            const std::lock_guard<std::mutex> lock(mutex_);
            entries_.erase(number);
        }
        std::shared_ptr<const Entry> find(std::uintptr_t number) const {
            const std::lock_guard<std::mutex> lock(mutex_);
            const auto found = entries_.find(number);
            return found != entries_.end() ? found->second : nullptr;
        }

    private:
        mutable std::mutex mutex_;
        std::unordered_map<std::uintptr_t, std::shared_ptr<const Entry>> entries_;
        std::uintptr_t last_ = 0;
    };

    /// Never destroyed: a thread of an agent may come while the program ends.
    static Table &table() {
        static Table *const all = new Table;
        return *all;
    }

    std::uintptr_t number_;
};

/// The function of a listener, as C takes it; null without one.
struct SeatFunction {
    ls_seat_callback c() const noexcept {
        return listener != nullptr ? SeatListener::on_event : nullptr;
    }

    std::shared_ptr<const SeatListener> listener;
    std::optional<Error> fault = std::nullopt;
};

/// And what it is called with.
struct SeatUserData {
    void *c() const noexcept { return listener != nullptr ? listener->user_data() : nullptr; }

    std::shared_ptr<const SeatListener> listener;
    std::optional<Error> fault = std::nullopt;
};

/// What calls are made with, and the callbacks of its agent.
struct Subject {
    std::shared_ptr<const Callbacks> callbacks;
};

/// An object of lsagent.h that calls are made with.
template <class Object> struct SubjectOf : Subject {
    SubjectOf(std::shared_ptr<const Callbacks> kept, Handle<Object> owned) noexcept
        : Subject{std::move(kept)}, handle(std::move(owned)) {}

    // After the callbacks: an agent goes before what its threads call.
    Handle<Object> handle;
};

using AgentState = SubjectOf<ls_agent>;
using ActivationState = SubjectOf<ls_activation>;

inline const char *name_of(const ls_agent *) noexcept { return "agent"; }
inline const char *name_of(const ls_activation *) noexcept { return "activation"; }

/// What one call asks: two functions of lsagent.h, which ask and start asking, with copies of what
/// they are given. It does not change, so any number of threads may use it. The subject is of the
/// kind that it was made for.
template <class T> class Request {
public:
    using Raw = typename T::Raw;
    using Done = void (*)(void *user_data, ls_status status, Raw *value, ls_error *error);

    virtual ~Request() = default;

    /// The first mistake in an argument that can be seen before the library gets it.
    const std::optional<Error> &fault() const noexcept { return fault_; }

    /// What the subject is called.
    virtual const char *subject_name() const noexcept = 0;
    virtual ls_status ask(const Subject &subject, Raw **out, ls_error **error) const = 0;
    virtual ls_status start(const Subject &subject, Done done, void *user_data, ls_task **out,
                            ls_error **error) const = 0;

    /// Who hears what becomes of the value, and lives as long as it.
    std::shared_ptr<const SeatListener> listener;

protected:
    explicit Request(std::optional<Error> fault) : fault_(std::move(fault)) {}
    Request(const Request &) = delete;
    Request &operator=(const Request &) = delete;

private:
    std::optional<Error> fault_;
};

/// A Request with arguments of these types: each has a `fault`, and gives by c() what C takes.
template <class T, class Object, class Ask, class Start, class... Arguments>
class RequestWith final : public Request<T> {
public:
    using typename Request<T>::Raw;
    using typename Request<T>::Done;

    RequestWith(Ask to_ask, Start to_start, Arguments... arguments)
        : Request<T>(first_fault({&arguments.fault...})), ask_(to_ask), start_(to_start),
          arguments_(std::move(arguments)...) {}

    const char *subject_name() const noexcept override {
        return name_of(static_cast<const Object *>(nullptr));
    }

    ls_status ask(const Subject &subject, Raw **out, ls_error **error) const override {
        return std::apply(
            [&](const auto &...each) { return ask_(object(subject), each.c()..., out, error); },
            arguments_);
    }

    ls_status start(const Subject &subject, Done done, void *user_data, ls_task **out,
                    ls_error **error) const override {
        return std::apply(
            [&](const auto &...each) {
                return start_(object(subject), each.c()..., done, user_data, out, error);
            },
            arguments_);
    }

private:
    static const Object *object(const Subject &subject) noexcept {
        return static_cast<const SubjectOf<Object> &>(subject).handle.get();
    }

    static std::optional<Error>
    first_fault(std::initializer_list<const std::optional<Error> *> faults) {
        for (const auto *fault : faults)
            if (*fault)
                return *fault;
        return std::nullopt;
    }

    Ask ask_;
    Start start_;
    std::tuple<Arguments...> arguments_;
};

/// A copy of a text, or of null.
struct TextCopy {
    TextCopy(const char *name, const StringArg &given) : fault(broken({{name, &given}})) {
        if (given.c_str() != nullptr)
            text.emplace(given.c_str());
    }
    const char *c() const noexcept { return text ? text->c_str() : nullptr; }

    std::optional<Error> fault;
    std::optional<std::string> text;
};

/// A value of an enum, as C takes it.
struct Number {
    template <class Enum> explicit Number(Enum value) : number(static_cast<std::int32_t>(value)) {}
    std::int32_t c() const noexcept { return number; }

    std::optional<Error> fault;
    std::int32_t number;
};

/// The id of a license; 0 for the only one.
struct LicenseId {
    std::int64_t c() const noexcept { return id; }

    std::int64_t id;
    std::optional<Error> fault = std::nullopt;
};

class AtOnce;
class Prepared;
template <class Way> class CallsBy;

/// What Credentials hold. Calls share it: it goes with the last of them.
struct SignIn {
    Handle<ls_credentials> handle;
    std::optional<Error> fault;
};

/// The sign-in of a call; null if the credentials were moved from.
struct SharedSignIn {
    explicit SharedSignIn(std::shared_ptr<const SignIn> given)
        : fault(given ? given->fault : std::nullopt), sign_in(std::move(given)) {}
    const ls_credentials *c() const noexcept { return sign_in ? sign_in->handle.get() : nullptr; }

    std::optional<Error> fault;
    std::shared_ptr<const SignIn> sign_in;
};

/// The options of a sign-in in a browser, with what the library calls to show the page.
struct BrowserSignIn {
    const ls_sso_options *c() const noexcept { return options.get(); }

    std::optional<Error> fault;
    std::unique_ptr<Browser> browser;
    Handle<ls_sso_options> options;
};

/// A value that makes calls itself keeps the callbacks of its agent, for what they report; one of
/// which something is reported keeps who hears that.
template <class T>
Result<T> heard(Result<T> result, const std::shared_ptr<const Callbacks> &callbacks,
                const std::shared_ptr<const SeatListener> &listener = nullptr) {
    if constexpr (std::is_same_v<T, Activation>) {
        if (result)
            result->keep(callbacks);
    } else if constexpr (std::is_same_v<T, Seat>) {
        if (result)
            result->listener_ = listener;
    }
    static_cast<void>(callbacks);
    static_cast<void>(listener);
    return result;
}

/// A call that was started, with its callback, until that has come. The library calls it exactly
/// once.
template <class T, class Callback> class Pending {
public:
    /// `request` is kept until the library has done what it asks.
    template <class From>
    Pending(std::shared_ptr<const Callbacks> callbacks, std::shared_ptr<const Request<T>> request,
            From &&callback)
        : callbacks_(std::move(callbacks)), request_(std::move(request)),
          callback_(std::forward<From>(callback)) {}
    Pending(const Pending &) = delete;
    Pending &operator=(const Pending &) = delete;
    ~Pending() = default;

    /// What the library calls, with this as its user data.
    static void on_done(void *user_data, ls_status status, typename T::Raw *value,
                        ls_error *error) noexcept {
        const std::unique_ptr<Pending> pending(static_cast<Pending *>(user_data));
        auto result = heard(outcome<T>(status, value, error), pending->callbacks_,
                            pending->request_->listener);
        pending->request_.reset();
        shielded(pending->callbacks_->log, [&] { pending->callback_(std::move(result)); });
    }

private:
    std::shared_ptr<const Callbacks> callbacks_;
    std::shared_ptr<const Request<T>> request_;
    Callback callback_;
};

/// Whether there is a function to call; only a callable that can be null may lack it.
template <class Callback> bool is_callable(const Callback &callback) {
    if constexpr (std::is_constructible_v<bool, const Callback &> && !std::is_empty_v<Callback>)
        return static_cast<bool>(callback);
    else
        return true;
}

/// Settles a promise with the outcome of a call: as a Result, or as a value or exception.
template <class T> void keep(std::promise<Result<T>> &promise, Result<T> result) {
    promise.set_value(std::move(result));
}

#if LSAGENT_EXCEPTIONS
template <class T> void keep(std::promise<T> &promise, Result<T> result) {
    if (result)
        promise.set_value(*std::move(result));
    else
        promise.set_exception(std::make_exception_ptr(result.error()));
}
#endif

} // namespace detail

/// A call under way. Destroying it neither cancels the call nor waits for it. It may outlive its
/// agent.
class Task {
public:
    using Raw = ls_task; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Task(ls_task *task) noexcept : handle_(task) {}

    /// Waits until the callback has returned, for so long at most (and at most for 49 days):
    /// Status::Ok, Status::Timeout, or Status::InvalidArgument if this was moved from. Not from
    /// within that callback.
    Status wait_for(std::chrono::milliseconds timeout) const noexcept {
        return static_cast<Status>(ls_task_wait(get(), detail::to_milliseconds(timeout)));
    }

    /// Cancels the call: its callback comes soon, with Status::Cancelled, unless it has come or is
    /// coming with an outcome already. Status::Ok, or Status::InvalidArgument if this was moved
    /// from.
    Status cancel() const noexcept { return static_cast<Status>(ls_task_cancel(get())); }

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_task *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller.
    ls_task *release() noexcept { return handle_.release(); }

private:
    detail::Handle<ls_task> handle_;
};

// -----------------------------------------------------------------------------------------------
// Settings and sign-ins

/// The settings of an agent. Read by the constructors of Agent and Uipath only.
///
/// A setter never fails by itself. Making an agent or a client reports the first mistake, with the
/// parameter's name, unless the same setter succeeded later. Setters can be chained.
class Config {
public:
    using Raw = ls_config; ///< What is owned.

    /// The defaults.
    Config() : Config(ls_config_new()) {}
    /// Takes over an object of lsagent.h, or null. Callbacks that were set there stay as they are.
    explicit Config(ls_config *config) : handle_(config) {}

    /// The vendor's API key and shared key; required, unless oauth_client is called instead. The
    /// shared key signs each request and never travels.
    Config &api_key(const StringArg &api_key, const StringArg &shared_key) & {
        return text("api_key", {{"api_key", &api_key}, {"shared_key", &shared_key}},
                    [&] { ls_config_set_api_key(get(), api_key.c_str(), shared_key.c_str()); });
    }
    /// @overload
    Config api_key(const StringArg &api_key, const StringArg &shared_key) && {
        return std::move(this->api_key(api_key, shared_key));
    }

    /// The vendor's OAuth client, instead of an API key. Requests then carry an access token. The
    /// agent gets it from `token_url` for client id and client secret; with null it asks the
    /// license server for that address.
    Config &oauth_client(const StringArg &client_id, const StringArg &client_secret,
                         const StringArg &token_url = nullptr) & {
        return text("oauth_client",
                    {{"client_id", &client_id},
                     {"client_secret", &client_secret},
                     {"token_url", &token_url}},
                    [&] {
                        ls_config_set_oauth_client(get(), client_id.c_str(), client_secret.c_str(),
                                                   token_url.c_str());
                    });
    }
    /// @overload
    Config oauth_client(const StringArg &client_id, const StringArg &client_secret,
                        const StringArg &token_url = nullptr) && {
        return std::move(this->oauth_client(client_id, client_secret, token_url));
    }

    /// Where the License API is. Default: https://api.licensespring.com. Plain http is refused
    /// unless the host is a loopback address.
    Config &base_url(const StringArg &base_url) & {
        return text("base_url", {{"base_url", &base_url}},
                    [&] { ls_config_set_base_url(get(), base_url.c_str()); });
    }
    /// @overload
    Config base_url(const StringArg &base_url) && { return std::move(this->base_url(base_url)); }

    /// The RSA key that answers are signed with, as PEM text. Default: the key of LicenseSpring's
    /// production servers.
    Config &response_public_key(const StringArg &pem) & {
        return text("response_public_key", {{"pem", &pem}},
                    [&] { ls_config_set_response_public_key(get(), pem.c_str()); });
    }
    /// @overload
    Config response_public_key(const StringArg &pem) && {
        return std::move(this->response_public_key(pem));
    }

    /// Which product of the licensing service a short code stands for: the id, 1 or more, that the
    /// service has given it. Once for each product. A license of another id, or of none, is a
    /// Status::Mismatch. Without, the default key being used, another customer of the service can
    /// answer for a product of the same short code, and the log warns, naming the id of the answer.
    Config &product_id(const StringArg &product, std::int64_t product_id) & {
        return text("product_id", {{"product", &product}},
                    [&] { ls_config_set_product_id(get(), product.c_str(), product_id); });
    }
    /// @overload
    Config product_id(const StringArg &product, std::int64_t product_id) && {
        return std::move(this->product_id(product, product_id));
    }

    /// How long a call may take in all: 1 ms to 1 h. Default: 5 s.
    Config &timeout(std::chrono::milliseconds timeout) & {
        ls_config_set_timeout_ms(get(), detail::to_milliseconds(timeout));
        return *this;
    }
    /// @overload
    Config timeout(std::chrono::milliseconds timeout) && {
        return std::move(this->timeout(timeout));
    }

    /// How long it may take to set up one connection: 1 ms to 1 h. Default: as long as the call may
    /// take.
    Config &connect_timeout(std::chrono::milliseconds connect_timeout) & {
        ls_config_set_connect_timeout_ms(get(), detail::to_milliseconds(connect_timeout));
        return *this;
    }
    /// @overload
    Config connect_timeout(std::chrono::milliseconds connect_timeout) && {
        return std::move(this->connect_timeout(connect_timeout));
    }

    /// The largest answer that is accepted, in bytes after inflating: 1,024 to 1,073,741,824.
    /// Default: 64 MiB.
    Config &max_response_bytes(std::uint64_t max_response_bytes) & {
        ls_config_set_max_response_bytes(get(), max_response_bytes);
        return *this;
    }
    /// @overload
    Config max_response_bytes(std::uint64_t max_response_bytes) && {
        return std::move(this->max_response_bytes(max_response_bytes));
    }

    /// The proxy: http://, https://, socks5:// or socks5h://, with user and password in the URL. ""
    /// means none. Default: the environment.
    Config &proxy(const StringArg &url) & {
        return text("proxy", {{"url", &url}}, [&] { ls_config_set_proxy(get(), url.c_str()); });
    }
    /// @overload
    Config proxy(const StringArg &url) && { return std::move(this->proxy(url)); }

    /// A file of certificates in PEM form, to be trusted instead of the operating system's store.
    Config &ca_file(const StringArg &path) & {
        return text("ca_file", {{"path", &path}},
                    [&] { ls_config_set_ca_file(get(), path.c_str()); });
    }
    /// @overload
    Config ca_file(const StringArg &path) && { return std::move(this->ca_file(path)); }

    /// The public keys that the server's certificate may have, in curl's form
    /// ("sha256//…;sha256//…"); they count besides the verified chain. Default: any.
    Config &pinned_public_key(const StringArg &pins) & {
        return text("pinned_public_key", {{"pins", &pins}},
                    [&] { ls_config_set_pinned_public_key(get(), pins.c_str()); });
    }
    /// @overload
    Config pinned_public_key(const StringArg &pins) && {
        return std::move(this->pinned_public_key(pins));
    }

    /// The folder of the store. Default: "lsagent" in the user's local data folder.
    Config &cache_dir(const StringArg &path) & {
        return text("cache_dir", {{"path", &path}},
                    [&] { ls_config_set_cache_dir(get(), path.c_str()); });
    }
    /// @overload
    Config cache_dir(const StringArg &path) && { return std::move(this->cache_dir(path)); }

    /// Whether good answers are stored. Default: true.
    Config &cache_enabled(bool enabled) & {
        ls_config_set_cache_enabled(get(), enabled);
        return *this;
    }
    /// @overload
    Config cache_enabled(bool enabled) && { return std::move(this->cache_enabled(enabled)); }

    /// Whether the agent remembers the password that a person signed in with, where the platform
    /// keeps secrets (or else in the sealed store), so that Credentials::remembered also asks the
    /// server. Default: false.
    Config &remember(bool remember) & {
        ls_config_set_remember(get(), remember);
        return *this;
    }
    /// @overload
    Config remember(bool remember) && { return std::move(this->remember(remember)); }

    /// The same, and where the password may lie: with Remember::PlatformOnly never in a file.
    Config &remember(Remember mode) & {
        ls_config_set_remember_mode(get(), static_cast<std::int32_t>(mode));
        return *this;
    }
    /// @overload
    Config remember(Remember mode) && { return std::move(this->remember(mode)); }

    /// How old a stored answer may be and still be used, 0 or more. Default: 48 h.
    Config &offline_grace(std::chrono::seconds offline_grace) & {
        ls_config_set_offline_grace_seconds(get(),
                                            static_cast<std::int64_t>(offline_grace.count()));
        return *this;
    }
    /// @overload
    Config offline_grace(std::chrono::seconds offline_grace) && {
        return std::move(this->offline_grace(offline_grace));
    }

    /// For Policy::CacheFirst: how old an answer may be before it is refreshed in the background,
    /// 0 or more. Default: 1 h. The refresh is made at a moment up to as much later, which differs from
    /// device to device; with 0 at each check, at once.
    Config &refresh_after(std::chrono::seconds refresh_after) & {
        ls_config_set_refresh_after_seconds(get(),
                                            static_cast<std::int64_t>(refresh_after.count()));
        return *this;
    }
    /// @overload
    Config refresh_after(std::chrono::seconds refresh_after) && {
        return std::move(this->refresh_after(refresh_after));
    }

    /// Whether destroying a Seat, and the end of the agent, release what is held. Default: true;
    /// with false a seat ends with its timeout, and Seat::give_up releases it all the same.
    Config &release_seats(bool release_seats) & {
        ls_config_set_release_seats(get(), release_seats);
        return *this;
    }
    /// @overload
    Config release_seats(bool release_seats) && {
        return std::move(this->release_seats(release_seats));
    }

    /// How long after Activation::consume what is unsent is sent in the background. Default: a
    /// minute; 0: only Activation::sync sends, and what deactivates.
    Config &consumption_sync(std::chrono::seconds consumption_sync) & {
        ls_config_set_consumption_sync_seconds(
            get(), static_cast<std::int64_t>(consumption_sync.count()));
        return *this;
    }
    /// @overload
    Config consumption_sync(std::chrono::seconds consumption_sync) && {
        return std::move(this->consumption_sync(consumption_sync));
    }

    /// What is done with an amount of which nobody knows whether the server has counted it.
    /// Default: Delivery::AtMostOnce.
    Config &consumption_delivery(Delivery delivery) & {
        ls_config_set_consumption_delivery(get(), static_cast<std::int32_t>(delivery));
        return *this;
    }
    /// @overload
    Config consumption_delivery(Delivery delivery) && {
        return std::move(this->consumption_delivery(delivery));
    }

    /// What ties the store to this device. Default: the machine's own id.
    Config &device_id(const StringArg &device_id) & {
        return text("device_id", {{"device_id", &device_id}},
                    [&] { ls_config_set_device_id(get(), device_id.c_str()); });
    }
    /// @overload
    Config device_id(const StringArg &device_id) && {
        return std::move(this->device_id(device_id));
    }

    /// The application's name and version, for the User-Agent header: letters, digits and -._+~.
    /// Default: none.
    Config &app(const StringArg &name, const StringArg &version) & {
        return text("app", {{"name", &name}, {"version", &version}},
                    [&] { ls_config_set_app(get(), name.c_str(), version.c_str()); });
    }
    /// @overload
    Config app(const StringArg &name, const StringArg &version) && {
        return std::move(this->app(name, version));
    }

    /// The function that receives the log, and from which level on; by default, and if it is empty,
    /// none. An exception that leaves another callback becomes a line of LogLevel::Error; one
    /// that leaves this one is dropped. The function lives as long as any agent made with it.
    Config &log(LogLevel level, LogCallback callback) & {
        if (!callback)
            ls_config_set_log_callback(get(), static_cast<std::int32_t>(level), nullptr, nullptr);
        return hear([&](detail::Callbacks &callbacks) {
            callbacks.level = level;
            callbacks.log = std::move(callback);
        });
    }
    /// @overload
    Config log(LogLevel level, LogCallback callback) && {
        return std::move(log(level, std::move(callback)));
    }

    /// The function that receives the outcomes of requests in the background; by default, and if it
    /// is empty, none. The function lives as long as any agent made with it, and may destroy the
    /// agent.
    Config &on_refresh(RefreshCallback callback) & {
        if (!callback)
            ls_config_set_refresh_callback(get(), nullptr, nullptr);
        return hear([&](detail::Callbacks &callbacks) { callbacks.refresh = std::move(callback); });
    }
    /// @overload
    Config on_refresh(RefreshCallback callback) && {
        return std::move(on_refresh(std::move(callback)));
    }

    /// The object of lsagent.h, borrowed; null once it was moved away.
    ls_config *get() const noexcept { return handle_.get(); }

private:
    friend class Agent;
    friend class Uipath;

    /// C remembers a value that it refused; a text with a NUL must not reach it, and is kept here.
    template <class Set> Config &text(const char *setter, detail::Texts texts, Set set) {
        faults_.erase(std::remove_if(faults_.begin(), faults_.end(),
                                     [&](const auto &fault) { return fault.first == setter; }),
                      faults_.end());
        if (auto error = detail::broken(texts))
            faults_.emplace_back(setter, *std::move(error));
        else
            set();
        return *this;
    }

    template <class Change> Config &hear(Change change) {
        // Agents share the former ones.
        auto callbacks = callbacks_ ? std::make_shared<detail::Callbacks>(*callbacks_)
                                    : std::make_shared<detail::Callbacks>();
        change(*callbacks);
        if (callbacks->log)
            ls_config_set_log_callback(get(), static_cast<std::int32_t>(callbacks->level),
                                       detail::on_log, callbacks.get());
        if (callbacks->refresh)
            ls_config_set_refresh_callback(get(), detail::on_refresh, callbacks.get());
        callbacks_ = std::move(callbacks);
        return *this;
    }

    std::optional<Error> fault() const {
        return faults_.empty() ? std::nullopt : std::optional<Error>(faults_.front().second);
    }

    std::shared_ptr<detail::Callbacks> callbacks_ = std::make_shared<detail::Callbacks>();
    std::vector<std::pair<std::string_view, Error>> faults_;
    detail::Handle<ls_config> handle_;
};

/// How a user signs in, or the license key of a product that has no users. Read during a call only,
/// and overwritten in memory when destroyed (see ls_credentials for the copies that are not).
///
/// Making it never fails: the call that uses it reports a mistake in an argument.
class Credentials {
public:
    using Raw = ls_credentials; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Credentials(ls_credentials *credentials)
        : Credentials(detail::SignIn{detail::Handle<ls_credentials>(credentials), std::nullopt}) {}

    /// Takes over the object of `other`, which is then moved from.
    Credentials(Credentials &&other) noexcept = default;
    /// Destroys the object here, and takes over that of `other`, which is then moved from.
    Credentials &operator=(Credentials &&other) noexcept = default;
    ~Credentials() = default;

    /// The user's email and password.
    static Credentials password(const StringArg &username, const StringArg &password) {
        return make({{"username", &username}, {"password", &password}}, [&] {
            return ls_credentials_new_password(username.c_str(), password.c_str());
        });
    }

    /// The token of a single sign-on (implicit grant), and the code of the customer account.
    static Credentials id_token(const StringArg &id_token, const StringArg &customer_account_code) {
        return make(
            {{"id_token", &id_token}, {"customer_account_code", &customer_account_code}}, [&] {
                return ls_credentials_new_id_token(id_token.c_str(), customer_account_code.c_str());
            });
    }

    /// The code of a single sign-on (authorization code grant), which is good for one use; the code
    /// of the customer account; and the redirect URI that the code was issued for, or null.
    static Credentials code(const StringArg &code, const StringArg &customer_account_code,
                            const StringArg &redirect_uri = nullptr) {
        return make({{"code", &code},
                     {"customer_account_code", &customer_account_code},
                     {"redirect_uri", &redirect_uri}},
                    [&] {
                        return ls_credentials_new_code(code.c_str(), customer_account_code.c_str(),
                                                       redirect_uri.c_str());
                    });
    }

    /// The license key of a product that has no users. For Agent::activate and offline_request
    /// alone: there is no user to sign in.
    static Credentials license_key(const StringArg &license_key) {
        return make({{"license_key", &license_key}},
                    [&] { return ls_credentials_new_license_key(license_key.c_str()); });
    }

    /// A user who signed in on this device before, without a secret; null: the one who signed in
    /// last. Answered from the store alone, unless Config::remember is set: then the server is
    /// asked too, as the policy says.
    static Credentials remembered(const StringArg &username = nullptr) {
        return make({{"username", &username}},
                    [&] { return ls_credentials_new_remembered(username.c_str()); });
    }

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_credentials *get() const noexcept {
        return sign_in_ ? sign_in_->handle.get() : nullptr;
    }
    /// Gives the object of lsagent.h away, to be freed by the caller. A Call that was made with it
    /// then fails with Status::InvalidArgument.
    ls_credentials *release() noexcept { return sign_in_ ? sign_in_->handle.release() : nullptr; }

private:
    friend class Agent;
    friend class Activation;
    template <class Way> friend class detail::CallsBy;

    explicit Credentials(detail::SignIn sign_in)
        : sign_in_(std::make_shared<detail::SignIn>(std::move(sign_in))) {}

    template <class Make> static Credentials make(detail::Texts texts, Make make) {
        auto fault = detail::broken(texts);
        detail::Handle<ls_credentials> handle(fault ? nullptr : make());
        return Credentials(detail::SignIn{std::move(handle), std::move(fault)});
    }

    std::shared_ptr<detail::SignIn> sign_in_;
};

/// How a person is brought to sign in in a browser. Copied by a call that is made with it, so it
/// may be destroyed right after, and used again.
///
/// A setter never fails by itself. A sign-in reports the first mistake, unless the same setter
/// succeeded later. Setters can be chained. There is no object of lsagent.h
/// behind it: each sign-in gets its own.
class SsoOptions {
public:
    /// The defaults.
    SsoOptions() : settings_(std::make_unique<Settings>()) {}

    /// The port of 127.0.0.1 to which the identity provider sends the browser back. Default, and
    /// with 0: the system chooses one, which takes a provider that lets any port pass (RFC 8252).
    SsoOptions &port(std::uint16_t port) & {
        return set([&](Settings &settings) { settings.port = port; });
    }
    /// @overload
    SsoOptions port(std::uint16_t port) && { return std::move(this->port(port)); }

    /// The path to which the browser is sent back, as it stands in the redirect URI that the vendor
    /// registered: beginning with a slash, without query and fragment. Default: "/".
    SsoOptions &path(const StringArg &path) & {
        return set([&](Settings &settings) {
            settings.fault = detail::broken({{"path", &path}});
            if (!settings.fault && path.c_str() == nullptr)
                settings.fault = detail::invalid("path", "is NULL");
            if (!settings.fault)
                settings.path = path.c_str();
        });
    }
    /// @overload
    SsoOptions path(const StringArg &path) && { return std::move(this->path(path)); }

    /// What the identity provider sends back. Default: SsoResponse::Code.
    SsoOptions &response_type(SsoResponse response_type) & {
        return set([&](Settings &settings) { settings.response_type = response_type; });
    }
    /// @overload
    SsoOptions response_type(SsoResponse response_type) && {
        return std::move(this->response_type(response_type));
    }

    /// How long the person may take: 1 ms to 1 h. Default: 5 minutes. What the agent asks the
    /// license server before and after has Config::timeout each.
    SsoOptions &timeout(std::chrono::milliseconds timeout) & {
        return set([&](Settings &settings) { settings.timeout = timeout; });
    }
    /// @overload
    SsoOptions timeout(std::chrono::milliseconds timeout) && {
        return std::move(this->timeout(timeout));
    }

    /// Whether what the browser brings back must have the state that was sent along. Default: true.
    /// With false a code or a token without one is taken as well, for an identity provider that
    /// loses it: then any web page in the person's browser can sign them in as somebody else
    /// meanwhile.
    SsoOptions &require_state(bool require_state) & {
        return set([&](Settings &settings) { settings.require_state = require_state; });
    }
    /// @overload
    SsoOptions require_state(bool require_state) && {
        return std::move(this->require_state(require_state));
    }

    /// Whether the license server must have signed the address of the page before it is opened.
    /// Default: true. With false an unsigned one is opened as well, for a server that does not sign
    /// it.
    SsoOptions &require_signature(bool require_signature) & {
        return set([&](Settings &settings) { settings.require_signature = require_signature; });
    }
    /// @overload
    SsoOptions require_signature(bool require_signature) && {
        return std::move(this->require_signature(require_signature));
    }

    /// The function that shows the page; by default, and if it is empty, the system's browser does.
    /// The function lives until the last sign-in that was begun with it is over, and may run in
    /// several of them at once. An exception that leaves it becomes a line of the log
    /// (LogLevel::Error).
    SsoOptions &browser(BrowserCallback show) & {
        return set([&](Settings &settings) {
            settings.browser =
                show ? std::make_shared<const BrowserCallback>(std::move(show)) : nullptr;
        });
    }
    /// @overload
    SsoOptions browser(BrowserCallback show) && {
        return std::move(this->browser(std::move(show)));
    }

private:
    template <class Way> friend class detail::CallsBy;

    struct Settings {
        std::uint16_t port = 0;
        std::optional<std::string> path;
        SsoResponse response_type = SsoResponse::Code;
        bool require_state = true;
        bool require_signature = true;
        std::optional<std::chrono::milliseconds> timeout;
        std::shared_ptr<const BrowserCallback> browser;
        std::optional<Error> fault;
    };

    template <class Change> SsoOptions &set(Change change) {
        if (settings_)
            change(*settings_);
        return *this;
    }

    /// The options as a call takes them. The call reports a value that a setter of C refuses.
    detail::BrowserSignIn for_call(const std::shared_ptr<const detail::AgentState> &agent) const {
        // To C, null would be the defaults.
        if (!settings_)
            return {detail::invalid("options", "is NULL"), nullptr, nullptr};
        std::unique_ptr<detail::Browser> browser;
        if (settings_->browser)
            browser = std::make_unique<detail::Browser>(
                detail::Browser{settings_->browser, agent ? agent->callbacks : nullptr});
        auto options = raw(browser.get());
        return {settings_->fault, std::move(browser), std::move(options)};
    }

    detail::Handle<ls_sso_options> raw(detail::Browser *browser) const {
        detail::Handle<ls_sso_options> options(ls_sso_options_new());
        ls_sso_options_set_port(options.get(), settings_->port);
        if (settings_->path)
            ls_sso_options_set_path(options.get(), settings_->path->c_str());
        ls_sso_options_set_response_type(options.get(),
                                         static_cast<std::int32_t>(settings_->response_type));
        ls_sso_options_set_require_state(options.get(), settings_->require_state);
        ls_sso_options_set_require_signature(options.get(), settings_->require_signature);
        if (settings_->timeout)
            ls_sso_options_set_timeout_ms(options.get(),
                                          detail::to_milliseconds(*settings_->timeout));
        if (browser != nullptr)
            ls_sso_options_set_browser_callback(options.get(), detail::on_browser, browser);
        return options;
    }

    std::unique_ptr<Settings> settings_;
};

// -----------------------------------------------------------------------------------------------
// Calls

/// A call of an agent or an activation, described and not yet made. It can be made in four ways: get() blocks and
/// throws, try_get() blocks and returns a Result, start() calls back, async() returns a future. One
/// that is dropped asks nothing.
///
/// It owns copies of its texts and options and shares its credentials, so all of them may be
/// destroyed first. It keeps neither its agent nor its activation alive: once that is destroyed, each
/// way fails with Status::InvalidArgument; so does a Call that was moved from.
///
/// It may be copied, and made any number of times. Each time asks anew.
template <class T> class [[nodiscard]] Call {
public:
    /// Asks now, and blocks for as long as the function of lsagent.h does.
    Result<T> try_get() const {
        const auto subject = subject_.lock();
        if (auto error = fault(subject.get()))
            return *std::move(error);
        return detail::heard(detail::outcome<T>([&](auto **out, auto **error) {
                                 return request_->ask(*subject, out, error);
                             }),
                             subject->callbacks, request_->listener);
    }

    /// Asks on a thread of the agent: `callback` receives a Result<T> there, exactly once, never
    /// from within this function. Does not block. The callback may be any callable, also one that
    /// can only be moved; the agent keeps it until it has returned.
    template <class Callback> Result<Task> try_start(Callback &&callback) const {
        using Pending = detail::Pending<T, std::decay_t<Callback>>;
        static_assert(std::is_invocable_v<std::decay_t<Callback> &, Result<T>>,
                      "the callback takes a Result of the value");
        const auto subject = subject_.lock();
        if (auto error = fault(subject.get()))
            return *std::move(error);
        if (!detail::is_callable(callback))
            return detail::invalid("callback", "is empty");
        auto pending =
            std::make_unique<Pending>(subject->callbacks, request_, std::forward<Callback>(callback));
        auto task = detail::outcome<Task>([&](auto **out, auto **error) {
            return request_->start(*subject, &Pending::on_done, pending.get(), out, error);
        });
        // From here on it belongs to the callback, which may have come by now.
        if (task)
            static_cast<void>(pending.release());
        return task;
    }

    /// Asks on a thread of the agent. The future gets every outcome, also that nothing could be
    /// begun; if the agent is destroyed first, Status::Cancelled. Does not block.
    std::future<Result<T>> try_async() const { return future<Result<T>>(); }

#if LSAGENT_EXCEPTIONS
    /// try_get(), throwing Error.
    T get() const { return try_get().value(); }

    /// try_start(), throwing Error where nothing could be begun.
    template <class Callback> Task start(Callback &&callback) const {
        return try_start(std::forward<Callback>(callback)).value();
    }

    /// try_async() as a future whose get() throws Error.
    std::future<T> async() const { return future<T>(); }
#endif

private:
    friend class detail::AtOnce;
    friend class detail::Prepared;
    friend class ActivationCalls;

    Call(std::weak_ptr<const detail::Subject> subject,
         std::shared_ptr<const detail::Request<T>> request)
        : subject_(std::move(subject)), request_(std::move(request)) {}

    /// The mistake that keeps the library from being asked, if there is one.
    std::optional<Error> fault(const detail::Subject *subject) const {
        if (!request_)
            return detail::invalid("call", "was moved from");
        if (request_->fault())
            return request_->fault();
        if (subject == nullptr)
            return detail::invalid(request_->subject_name(), "was moved from or destroyed");
        return std::nullopt;
    }

    template <class Promised> std::future<Promised> future() const {
        auto promise = std::make_shared<std::promise<Promised>>();
        auto future = promise->get_future();
        auto task =
            try_start([promise](Result<T> result) { detail::keep(*promise, std::move(result)); });
        if (!task)
            detail::keep(*promise, Result<T>(std::move(task).error()));
        return future;
    }

    std::weak_ptr<const detail::Subject> subject_;
    std::shared_ptr<const detail::Request<T>> request_;
};

// -----------------------------------------------------------------------------------------------
// A license on this device

/// A floating seat that this device holds: from Activation::acquire_seat. The agent renews it in
/// the background. Its const functions may be called from any number of threads at once.
///
/// Destroying it releases the seat in the background, unless Config::release_seats says otherwise;
/// give_up() does so at once, and says what came of it. Other handles and processes of this device
/// share the seat: the last one releases it. It may outlive its activation and its agent.
class Seat {
public:
    using Raw = ls_seat; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Seat(ls_seat *seat) noexcept : handle_(seat) {}

    /// Whether it is held at this moment: neither released nor lost. Asks nobody.
    bool is_held() const noexcept { return ls_seat_is_held(get()); }
    /// Whether it is held at this moment.
    explicit operator bool() const noexcept { return is_held(); }
    /// When it ends unless it is renewed before; absent if it is not held.
    std::optional<Time> expires_at() const noexcept {
        return detail::time(ls_seat_expires_at, get());
    }

    /// Releases the seat (ls_seat_release), so that another device can take it. A seat that is not
    /// held any more is a success. Blocks for at most Config::timeout.
    Result<void> give_up(std::nothrow_t) const {
        return detail::done([&](auto **error) { return ls_seat_release(get(), error); });
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    void give_up() const { give_up(std::nothrow).value(); }
#endif

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_seat *get() const noexcept { return handle_.get(); }
    /// Gives the object of lsagent.h away, to be freed by the caller. The seat stays held, and its
    /// callback hears of it no more.
    ls_seat *release() noexcept {
        listener_.reset();
        return handle_.release();
    }

private:
    template <class T>
    friend Result<T> detail::heard(Result<T>, const std::shared_ptr<const detail::Callbacks> &,
                                   const std::shared_ptr<const detail::SeatListener> &);

    detail::Handle<ls_seat> handle_;
    // Goes first.
    std::shared_ptr<const detail::SeatListener> listener_;
};

/// The calls of an activation that can be asked in any of the ways of a Call. May be copied, used
/// from any number of threads at once, and outlive the activation; the calls then fail.
class ActivationCalls {
public:
    /// May the license on this device be used? See Activation::check.
    Call<Entitlement> check(Policy policy = Policy::CacheFirst) const {
        return check(nullptr, policy);
    }

    /// May this feature of it be used? `feature` is its code, or null.
    Call<Entitlement> check(const StringArg &feature, Policy policy = Policy::CacheFirst) const {
        using Request =
            detail::RequestWith<Entitlement, ls_activation, decltype(&ls_activation_check),
                                decltype(&ls_activation_check_start), detail::TextCopy,
                                detail::Number>;
        return Call<Entitlement>(activation_,
                                 std::make_shared<const Request>(
                                     ls_activation_check, ls_activation_check_start,
                                     detail::TextCopy("feature", feature), detail::Number(policy)));
    }

    /// Takes one of the seats of the license, or of a feature by its code. See
    /// Activation::acquire_seat.
    Call<Seat> acquire_seat(const StringArg &feature = nullptr, SeatCallback on_event = {}) const {
        using Request =
            detail::RequestWith<Seat, ls_activation, decltype(&ls_seat_acquire),
                                decltype(&ls_seat_acquire_start), detail::TextCopy,
                                detail::SeatFunction, detail::SeatUserData>;
        std::shared_ptr<const detail::SeatListener> listener;
        if (on_event) {
            const auto state = activation_.lock();
            listener = std::make_shared<const detail::SeatListener>(
                std::move(on_event), state != nullptr ? state->callbacks : nullptr);
        }
        auto request = std::make_shared<Request>(
            ls_seat_acquire, ls_seat_acquire_start, detail::TextCopy("feature", feature),
            detail::SeatFunction{listener}, detail::SeatUserData{listener});
        request->listener = std::move(listener);
        return Call<Seat>(activation_, std::move(request));
    }

private:
    friend class Activation;

    explicit ActivationCalls(std::weak_ptr<const detail::ActivationState> activation) noexcept
        : activation_(std::move(activation)) {}

    std::weak_ptr<const detail::ActivationState> activation_;
};

/// A license that is activated on this device: from Agent::activate, Agent::open_activation or
/// Agent::offline_activate. Its const functions may be called from any number of threads at once,
/// and block for at most Config::timeout where they ask the server.
///
/// Destroying it gives nothing up: the license stays activated until deactivate(). It may outlive
/// its agent; what it is asked then fails with Status::Cancelled.
class Activation {
public:
    using Raw = ls_activation; ///< What is owned.

    /// Takes over an object of lsagent.h, or null.
    explicit Activation(ls_activation *activation)
        : state_(std::make_shared<detail::ActivationState>(
              std::make_shared<const detail::Callbacks>(),
              detail::Handle<ls_activation>(activation))) {}

    /// Takes over the object of `other`, which is then moved from.
    Activation(Activation &&other) noexcept = default;
    /// Destroys the object here, and takes over that of `other`, which is then moved from.
    Activation &operator=(Activation &&other) noexcept = default;
    ~Activation() = default;

    /// The calls that have more ways than one.
    ActivationCalls calls() const noexcept { return ActivationCalls(state_); }

#if LSAGENT_EXCEPTIONS
    /// May the license on this device be used? At each start. A no of the server that speaks of the
    /// license is an answer, which is stored and holds offline until a signed answer lifts it. It
    /// never takes a floating seat. Throws Error, with Status::NotActivated if it was deactivated.
    Entitlement check(Policy policy = Policy::CacheFirst) const {
        return calls().check(policy).get();
    }

    /// May this feature of it be used? `feature` is its code, or null.
    Entitlement check(const StringArg &feature, Policy policy = Policy::CacheFirst) const {
        return calls().check(feature, policy).get();
    }

    /// Takes one of the seats of a license that floats, or of a feature by its code, for this
    /// device, and keeps it: only then is check() a yes. `on_event` hears what becomes of it; it may
    /// still be running when the Seat is destroyed. Throws Error, with Status::NoSeat if all are
    /// taken.
    Seat acquire_seat(const StringArg &feature = nullptr, SeatCallback on_event = {}) const {
        return calls().acquire_seat(feature, std::move(on_event)).get();
    }
#endif

    /// Borrows the seat of the license, or of a feature by its code: until its end this device
    /// holds it without a network. `until`: absent for as long as the vendor allows. Gives the end
    /// that the server has set. A user signs in for it; a license key suffices by itself.
    Result<Time> borrow(std::nothrow_t, const StringArg &feature = nullptr,
                        std::optional<Time> until = std::nullopt) const {
        return borrowed(feature, until, nullptr);
    }
    /// @overload
    Result<Time> borrow(std::nothrow_t, const StringArg &feature, std::optional<Time> until,
                        const Credentials &credentials) const {
        const detail::SharedSignIn sign_in(credentials.sign_in_);
        if (sign_in.fault)
            return *sign_in.fault;
        if (sign_in.c() == nullptr)
            return detail::invalid("credentials", "were moved from");
        return borrowed(feature, until, sign_in.c());
    }

    /// Gives back what was borrowed, before its end. What is not borrowed any more is a success.
    Result<void> return_seat(std::nothrow_t, const StringArg &feature = nullptr) const {
        if (auto error = detail::broken({{"feature", &feature}}))
            return *std::move(error);
        return detail::done([&](auto **error) {
            return ls_activation_return(get(), feature.c_str(), error);
        });
    }

    /// Consumes an amount of the license, or of a feature by its code: it is on the disk when this
    /// returns, and sent later. Negative: gives back. Waits for no network. Status::Quota if not as
    /// much is left.
    Result<void> consume(std::nothrow_t, std::int64_t amount,
                         const StringArg &feature = nullptr) const {
        if (auto error = detail::broken({{"feature", &feature}}))
            return *std::move(error);
        return detail::done([&](auto **error) {
            return ls_activation_consume(get(), feature.c_str(), amount, error);
        });
    }

    /// Sends what was consumed, until nothing is unsent.
    Result<void> sync(std::nothrow_t) const {
        return detail::done([&](auto **error) { return ls_activation_sync(get(), error); });
    }

    /// What of the license, or of a feature by its code, was consumed, as this device knows it.
    /// Reads files, and asks nobody.
    Result<Balance> balance(std::nothrow_t, const StringArg &feature = nullptr) const {
        if (auto error = detail::broken({{"feature", &feature}}))
            return *std::move(error);
        return detail::outcome<Balance>([&](auto **out, auto **error) {
            return ls_activation_balance(get(), feature.c_str(), out, error);
        });
    }

    /// The license as the server last described it: one, with all its fields. Reads files, and asks
    /// nobody. Whether it may be used, check() says.
    Result<Licenses> licenses(std::nothrow_t) const {
        return detail::outcome<Licenses>(
            [&](auto **out, auto **error) { return ls_activation_licenses(get(), out, error); });
    }

    /// What the licensing service knows this device by: Config::device_id, or 64 hexadecimal
    /// digits, a hash of the machine's own id.
    std::string_view hardware_id() const &noexcept {
        const char *hardware_id = ls_activation_hardware_id(get());
        return hardware_id != nullptr ? std::string_view(hardware_id) : std::string_view();
    }
    std::string_view hardware_id() const && = delete;

    /// The number that the licensing service gave this device; absent if it has not said one.
    std::optional<std::int64_t> device_id() const noexcept {
        return detail::integer(ls_activation_device_id, get());
    }

    /// Gives up the license on this device: another device may use it then. A device that the
    /// server does not know any more is a success. Without a network it is Status::Network, and
    /// nothing changes; if it cannot be found out whether it was done, Status::Uncertain.
    Result<void> deactivate(std::nothrow_t) const {
        return detail::done(
            [&](auto **error) { return ls_activation_deactivate(get(), error); });
    }

    /// The releases of the product that this license may have; there may be none. Of each there are
    /// version and date. Only those for an environment ("win64", "linux64", …), of a channel;
    /// null for all. The server is asked each time.
    Result<Releases> releases(std::nothrow_t, const StringArg &environment = nullptr,
                              const StringArg &channel = nullptr) const {
        if (auto error =
                detail::broken({{"environment", &environment}, {"channel", &channel}}))
            return *std::move(error);
        return detail::outcome<Releases>([&](auto **out, auto **error) {
            return ls_activation_releases(get(), environment.c_str(), channel.c_str(), out, error);
        });
    }

    /// One release with what the vendor says of its installer, as a range of one. The link is
    /// neither opened nor loaded, and MD5 proves nothing of the file.
    Result<Releases> release(std::nothrow_t, const StringArg &version,
                             const StringArg &environment = nullptr,
                             const StringArg &channel = nullptr) const {
        if (auto error = detail::broken({{"version", &version},
                                         {"environment", &environment},
                                         {"channel", &channel}}))
            return *std::move(error);
        return detail::outcome<Releases>([&](auto **out, auto **error) {
            return ls_activation_release(get(), version.c_str(), environment.c_str(),
                                         channel.c_str(), out, error);
        });
    }

    /// Sets variables of this device at the licensing service, where the vendor sees them: 1 to
    /// 1,000, as `{{"name", "value"}, …}` or a std::map. The others stay.
    Result<void> set_variables(std::nothrow_t, const VariablesArg &variables) const {
        const auto &names = variables.names(), &values = variables.values();
        if (auto error = detail::broken("names", names))
            return *std::move(error);
        if (auto error = detail::broken("values", values))
            return *std::move(error);
        return detail::done([&](auto **error) {
            return ls_activation_set_variables(get(), names.data(), values.data(), names.size(),
                                               error);
        });
    }

    /// The variables of this device; there may be none. The server is asked each time.
    Result<Variables> variables(std::nothrow_t) const {
        return detail::outcome<Variables>(
            [&](auto **out, auto **error) { return ls_activation_variables(get(), out, error); });
    }

    /// Takes in a file with newer facts about the license: a later end, more features. Opens no
    /// connection.
    Result<void> offline_refresh(std::nothrow_t, const StringArg &path) const {
        return with_file(ls_offline_refresh, path);
    }

    /// Gives up the license without a network: writes a request file, which a person carries to the
    /// vendor's offline portal, and forgets the activation. A file that is there is replaced. Opens
    /// no connection.
    Result<void> offline_deactivation(std::nothrow_t, const StringArg &path) const {
        return with_file(ls_offline_deactivation, path);
    }

#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    Licenses licenses() const { return licenses(std::nothrow).value(); }
    /// The same, throwing Error.
    Time borrow(const StringArg &feature = nullptr,
                std::optional<Time> until = std::nullopt) const {
        return borrow(std::nothrow, feature, until).value();
    }
    /// The same, throwing Error.
    Time borrow(const StringArg &feature, std::optional<Time> until,
                const Credentials &credentials) const {
        return borrow(std::nothrow, feature, until, credentials).value();
    }
    /// The same, throwing Error.
    void return_seat(const StringArg &feature = nullptr) const {
        return_seat(std::nothrow, feature).value();
    }
    /// The same, throwing Error.
    void consume(std::int64_t amount, const StringArg &feature = nullptr) const {
        consume(std::nothrow, amount, feature).value();
    }
    /// The same, throwing Error.
    void sync() const { sync(std::nothrow).value(); }
    /// The same, throwing Error.
    Balance balance(const StringArg &feature = nullptr) const {
        return balance(std::nothrow, feature).value();
    }
    /// The same, throwing Error.
    void deactivate() const { deactivate(std::nothrow).value(); }
    /// The same, throwing Error.
    Releases releases(const StringArg &environment = nullptr,
                      const StringArg &channel = nullptr) const {
        return releases(std::nothrow, environment, channel).value();
    }
    /// The same, throwing Error.
    Releases release(const StringArg &version, const StringArg &environment = nullptr,
                     const StringArg &channel = nullptr) const {
        return release(std::nothrow, version, environment, channel).value();
    }
    /// The same, throwing Error.
    void set_variables(const VariablesArg &variables) const {
        set_variables(std::nothrow, variables).value();
    }
    /// The same, throwing Error.
    Variables variables() const { return variables(std::nothrow).value(); }
    /// The same, throwing Error.
    void offline_refresh(const StringArg &path) const {
        offline_refresh(std::nothrow, path).value();
    }
    /// The same, throwing Error.
    void offline_deactivation(const StringArg &path) const {
        offline_deactivation(std::nothrow, path).value();
    }
#endif

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_activation *get() const noexcept { return state_ ? state_->handle.get() : nullptr; }
    /// Gives the object of lsagent.h away, to be freed by the caller. A Call that was made with it
    /// then fails with Status::InvalidArgument.
    ls_activation *release() noexcept { return state_ ? state_->handle.release() : nullptr; }

private:
    template <class T>
    friend Result<T> detail::heard(Result<T>, const std::shared_ptr<const detail::Callbacks> &,
                                   const std::shared_ptr<const detail::SeatListener> &);

    void keep(const std::shared_ptr<const detail::Callbacks> &callbacks) noexcept {
        if (callbacks)
            state_->callbacks = callbacks;
    }

    Result<Time> borrowed(const StringArg &feature, std::optional<Time> until,
                          const ls_credentials *credentials) const {
        if (auto error = detail::broken({{"feature", &feature}}))
            return *std::move(error);
        std::int64_t seconds = 0, end = 0;
        if (until) {
            seconds = std::chrono::duration_cast<std::chrono::seconds>(until->time_since_epoch())
                          .count();
            // 0 would stand for the longest time.
            if (seconds <= 0)
                return detail::invalid("until", "is not after 1970");
        }
        auto done = detail::done([&](auto **error) {
            return ls_activation_borrow(get(), feature.c_str(), seconds, credentials, &end, error);
        });
        if (!done)
            return std::move(done).error();
        return detail::to_time(end);
    }

    Result<void> with_file(ls_status (*call)(const ls_activation *, const char *, ls_error **),
                           const StringArg &path) const {
        if (auto error = detail::broken({{"path", &path}}))
            return *std::move(error);
        return detail::done([&](auto **error) { return call(get(), path.c_str(), error); });
    }

    std::shared_ptr<detail::ActivationState> state_;
};

namespace detail {

/// Owns an agent. A call is made where it is described: it returns its value, or throws.
class AtOnce {
public:
    template <class T> using Outcome = T;

    // Move-only, as every owner.
    explicit AtOnce(std::shared_ptr<AgentState> state) noexcept : state_(std::move(state)) {}
    AtOnce(AtOnce &&other) noexcept = default;
    AtOnce &operator=(AtOnce &&other) noexcept = default;
    ~AtOnce() = default;

protected:
    template <class T> T give(std::shared_ptr<const Request<T>> request) const {
        return Call<T>(state_, std::move(request)).get();
    }

    std::shared_ptr<const AgentState> state() const noexcept { return state_; }

    std::shared_ptr<AgentState> state_;
};

/// Knows an agent. A call is described and not made: it returns a Call.
class Prepared {
public:
    template <class T> using Outcome = Call<T>;

    explicit Prepared(std::weak_ptr<const AgentState> state) noexcept : state_(std::move(state)) {}

protected:
    template <class T> Call<T> give(std::shared_ptr<const Request<T>> request) const {
        return Call<T>(state_, std::move(request));
    }

    std::shared_ptr<const AgentState> state() const noexcept { return state_.lock(); }

private:
    std::weak_ptr<const AgentState> state_;
};

/// The calls of an agent, each described once. The `Way` says what a call returns.
template <class Way> class CallsBy : public Way {
public:
    using Way::Way;

    /// What a call for a T returns.
    template <class T> using Of = typename Way::template Outcome<T>;

    /// The licenses of a user for a product. A good answer is stored.
    Of<Licenses> user_licenses(const StringArg &product, const Credentials &credentials,
                               Policy policy = Policy::NetworkFirst) const {
        return call<Licenses>(ls_user_licenses, ls_user_licenses_start,
                              TextCopy("product", product), SharedSignIn(credentials.sign_in_),
                              Number(policy));
    }

    /// May this user run this product? The main call. A value means that there is an answer, yes or
    /// no; an error means that there is none.
    Of<Entitlement> check(const StringArg &product, const Credentials &credentials,
                          Policy policy = Policy::CacheFirst) const {
        return check(product, nullptr, credentials, policy);
    }

    /// May this user run this feature of this product? `feature` is its code, or null.
    Of<Entitlement> check(const StringArg &product, const StringArg &feature,
                          const Credentials &credentials,
                          Policy policy = Policy::CacheFirst) const {
        return call<Entitlement>(ls_check, ls_check_start, TextCopy("product", product),
                                 TextCopy("feature", feature), SharedSignIn(credentials.sign_in_),
                                 Number(policy));
    }

    /// Takes a license of a product into use on this device: by its key, or as the user who signs
    /// in. Once, when the application is set up; then Agent::open_activation at each start. What is
    /// active already is given again, after the server was asked. `license_id` says which license,
    /// 0: the only one. A lost answer is settled by asking; where that is not possible, the error
    /// is Status::Uncertain, and the next activate() finds out.
    Of<Activation> activate(const StringArg &product, const Credentials &credentials,
                            std::int64_t license_id = 0) const {
        return call<Activation>(ls_activate, ls_activate_start, TextCopy("product", product),
                                SharedSignIn(credentials.sign_in_), LicenseId{license_id});
    }

    /// The users of a customer's licenses for a product. No user signs in: the vendor's key
    /// suffices.
    Of<LicenseUsers> customer_license_users(const StringArg &product,
                                            const StringArg &customer_email,
                                            Policy policy = Policy::NetworkFirst) const {
        return call<LicenseUsers>(ls_customer_license_users, ls_customer_license_users_start,
                                  TextCopy("product", product),
                                  TextCopy("customer_email", customer_email), Number(policy));
    }

    /// Signs a person in through the identity provider of a customer account, in a browser, and
    /// gets their licenses for a product. The answer is stored: Credentials::remembered then asks
    /// without a browser. Takes as long as the person does, up to SsoOptions::timeout. Once it is
    /// started, Task::cancel or destroying the agent ends it whatever the person does.
    Of<Licenses> sso_sign_in(const StringArg &product, const StringArg &customer_account_code,
                             const SsoOptions &options = {}) const {
        return call<Licenses>(ls_sso_sign_in, ls_sso_sign_in_start, TextCopy("product", product),
                              TextCopy("customer_account_code", customer_account_code),
                              options.for_call(Way::state()));
    }

private:
    template <class T, class Ask, class Start, class... Arguments>
    Of<T> call(Ask *ask, Start *start, Arguments... arguments) const {
        using Request = RequestWith<T, ls_agent, Ask *, Start *, Arguments...>;
        return Way::template give<T>(
            std::make_shared<const Request>(ask, start, std::move(arguments)...));
    }
};

// The names that 0.1.0 has for the ways of a Call: X(std::nothrow, …) for try_get(), X_start(…) for
// start(), X_async(…) for async(). They describe the call of their name with what they are given.

/// Starts the call that `describe` makes of all arguments but the last, which is the callback.
/// `start` says how.
template <class Describe, class Start, class Arguments, std::size_t... Index>
auto start_with_last(const Describe &describe, const Start &start, Arguments arguments,
                     std::index_sequence<Index...>) {
    return start(describe(std::get<Index>(arguments)...),
                 std::get<sizeof...(Index)>(std::move(arguments)));
}

template <class Describe, class... Arguments>
auto started(const Describe &describe, std::nothrow_t, Arguments &&...arguments) {
    return start_with_last(
        describe,
        [](const auto &call, auto &&callback) {
            return call.try_start(std::forward<decltype(callback)>(callback));
        },
        std::forward_as_tuple(std::forward<Arguments>(arguments)...),
        std::make_index_sequence<sizeof...(Arguments) - 1>());
}

template <class Describe, class... Arguments>
auto promised(const Describe &describe, std::nothrow_t, const Arguments &...arguments) {
    return describe(arguments...).try_async();
}

#if LSAGENT_EXCEPTIONS
template <class Describe, class... Arguments>
auto started(const Describe &describe, Arguments &&...arguments) {
    return started(describe, std::nothrow, std::forward<Arguments>(arguments)...).value();
}

template <class Describe, class... Arguments>
auto promised(const Describe &describe, const Arguments &...arguments) {
    return describe(arguments...).async();
}

using AgentBase = CallsBy<AtOnce>;
#else
using AgentBase = AtOnce;
#endif

} // namespace detail

/// The calls of an agent, each as a Call. May be copied, used from any number of threads at once,
/// and outlive the agent; the calls then fail.
using Calls = detail::CallsBy<detail::Prepared>;

// -----------------------------------------------------------------------------------------------
// Agents

/// A client of the License API for one vendor key. Make one and keep it: it keeps the connection
/// and the threads that refresh. Its const functions may be called from any number of threads at
/// once.
///
/// The calls stand in detail::CallsBy. `agent.check(…)` asks at once: it blocks, and returns the
/// value or throws Error. `agent.calls().check(…)` returns a Call, which can also return a Result,
/// call back, or become a future. Without exceptions there is the second form alone.
///
/// Destroying it cancels the calls in flight and blocks for as long as a callback of another thread
/// runs, and for 500 ms more at most; see close() for a thread that must not wait. Callbacks that
/// have not come by then come with Status::Cancelled, and futures hold that error; none is left
/// without an outcome, and none is running or comes later. No call on it may be running in another
/// thread; one that was started may. It may be destroyed from within callbacks, its own and other
/// agents', except those of the log and of the browser. Results stay valid.
class Agent : public detail::AgentBase {
public:
    using Raw = ls_agent; ///< What is owned.

    /// Makes an agent. Cheap: no network, no thread yet. The configuration may go afterwards.
    static Result<Agent> make(std::nothrow_t, const Config &config) {
        if (auto error = config.fault())
            return *std::move(error);
        auto agent = detail::outcome<Agent>(
            [&](auto **out, auto **error) { return ls_agent_new(config.get(), out, error); });
        if (agent)
            agent->state_->callbacks = config.callbacks_;
        return agent;
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    explicit Agent(const Config &config) : Agent(make(std::nothrow, config).value()) {}
#endif

    /// Takes over an object of lsagent.h, or null, whose callbacks the caller keeps.
    explicit Agent(ls_agent *agent)
        : detail::AgentBase(std::make_shared<detail::AgentState>(
              std::make_shared<detail::Callbacks>(), detail::Handle<ls_agent>(agent))) {}

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_agent *get() const noexcept { return state_ ? state_->handle.get() : nullptr; }

    /// The same calls, each to be asked in any of the ways of a Call.
    Calls calls() const noexcept { return Calls(state_); }

    /// The address of the page at which a person signs in, for an application that has a browser of
    /// its own and finds out by itself what it comes back with; then Credentials::code or
    /// Credentials::id_token. `redirect_uri` is where it is to lead back to; with null, wherever
    /// the server says.
    Result<std::string> sso_url(std::nothrow_t, const StringArg &product,
                                const StringArg &customer_account_code,
                                SsoResponse response_type = SsoResponse::Code,
                                const StringArg &redirect_uri = nullptr) const {
        if (auto error = detail::broken({{"product", &product},
                                         {"customer_account_code", &customer_account_code},
                                         {"redirect_uri", &redirect_uri}}))
            return *std::move(error);
        char *url = nullptr;
        ls_error *error = nullptr;
        const ls_status status = ls_sso_url(get(), product.c_str(), customer_account_code.c_str(),
                                            static_cast<std::int32_t>(response_type),
                                            redirect_uri.c_str(), &url, &error);
        const detail::Handle<ls_error> reason(error);
        if (status == LS_OK)
            return detail::owned(url);
        return detail::failure(status, reason.get());
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    std::string sso_url(const StringArg &product, const StringArg &customer_account_code,
                        SsoResponse response_type = SsoResponse::Code,
                        const StringArg &redirect_uri = nullptr) const {
        return sso_url(std::nothrow, product, customer_account_code, response_type, redirect_uri)
            .value();
    }
#endif

    /// A product as the licensing service has it. No user signs in, and no license is needed. The
    /// server is asked each time: nothing is stored.
    Result<OwnedProduct> fetch_product(std::nothrow_t, const StringArg &product) const {
        if (auto error = detail::broken({{"product", &product}}))
            return *std::move(error);
        return detail::outcome<OwnedProduct>([&](auto **out, auto **error) {
            return ls_fetch_product(get(), product.c_str(), out, error);
        });
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    OwnedProduct fetch_product(const StringArg &product) const {
        return fetch_product(std::nothrow, product).value();
    }
#endif

    /// The license of a product that is activated on this device, as it lies in the store: at each
    /// start of the application, before Activation::check. Opens no socket and starts no thread.
    /// Status::NotActivated if there is none, Status::Uncertain if an activation was sent and
    /// nobody has heard what became of it.
    Result<Activation> open_activation(std::nothrow_t, const StringArg &product) const {
        if (auto error = detail::broken({{"product", &product}}))
            return *std::move(error);
        return activation([&](auto **out, auto **error) {
            return ls_activation_open(get(), product.c_str(), out, error);
        });
    }

    /// Makes a trial of a product for this device, or gets the one that it has already. It
    /// activates nothing: activate() comes after it. `email` is that of the user who is to have it;
    /// null for a key-based product. The password of a new user is in this answer alone.
    Result<OwnedTrial> request_trial(std::nothrow_t, const StringArg &product,
                                     const StringArg &email = nullptr) const {
        if (auto error = detail::broken({{"product", &product}, {"email", &email}}))
            return *std::move(error);
        return detail::outcome<OwnedTrial>([&](auto **out, auto **error) {
            return ls_trial_request(get(), product.c_str(), email.c_str(), out, error);
        });
    }

    /// Gives a user another password; a remembered one is replaced. If the answer is lost,
    /// Status::Uncertain: sign in with the new one to find out, and do not simply repeat this.
    Result<void> change_password(std::nothrow_t, const StringArg &username,
                                 const StringArg &password, const StringArg &new_password) const {
        if (auto error = detail::broken({{"username", &username},
                                         {"password", &password},
                                         {"new_password", &new_password}}))
            return *std::move(error);
        return detail::done([&](auto **error) {
            return ls_change_password(get(), username.c_str(), password.c_str(),
                                      new_password.c_str(), error);
        });
    }

    /// Writes a request file, for a device without a network: a person carries it to the vendor's
    /// offline portal, and brings back the answer for offline_activate(). The file holds the
    /// license key, or the user's email and password, in readable form; a file that is there is
    /// replaced. `license_id` says which license, 0: the portal chooses. Opens no connection.
    Result<void> offline_request(std::nothrow_t, const StringArg &product,
                                 const Credentials &credentials, const StringArg &path,
                                 std::int64_t license_id = 0) const {
        const detail::SharedSignIn who(credentials.sign_in_);
        if (auto error = detail::broken({{"product", &product}, {"path", &path}}))
            return *std::move(error);
        if (who.fault)
            return *who.fault;
        return detail::done([&](auto **error) {
            return ls_offline_request(get(), product.c_str(), who.c(), license_id, path.c_str(),
                                      error);
        });
    }

    /// Activates a license by the file that answers the last request of this device. Opens no
    /// connection, now or later: the activation is checked from the store without an end.
    Result<Activation> offline_activate(std::nothrow_t, const StringArg &product,
                                        const StringArg &path) const {
        if (auto error = detail::broken({{"product", &product}, {"path", &path}}))
            return *std::move(error);
        return activation([&](auto **out, auto **error) {
            return ls_offline_activate(get(), product.c_str(), path.c_str(), out, error);
        });
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    Activation open_activation(const StringArg &product) const {
        return open_activation(std::nothrow, product).value();
    }
    /// The same, throwing Error.
    OwnedTrial request_trial(const StringArg &product, const StringArg &email = nullptr) const {
        return request_trial(std::nothrow, product, email).value();
    }
    /// The same, throwing Error.
    void change_password(const StringArg &username, const StringArg &password,
                         const StringArg &new_password) const {
        change_password(std::nothrow, username, password, new_password).value();
    }
    /// The same, throwing Error.
    void offline_request(const StringArg &product, const Credentials &credentials,
                         const StringArg &path, std::int64_t license_id = 0) const {
        offline_request(std::nothrow, product, credentials, path, license_id).value();
    }
    /// The same, throwing Error.
    Activation offline_activate(const StringArg &product, const StringArg &path) const {
        return offline_activate(std::nothrow, product, path).value();
    }
#endif

    /// Removes all stored answers for a user, for every product; with Config::remember, the saved
    /// password as well.
    Result<void> forget(std::nothrow_t, const StringArg &username) const {
        if (auto error = detail::broken({{"username", &username}}))
            return *std::move(error);
        // To C, null would be everybody.
        if (username.c_str() == nullptr)
            return detail::invalid("username", "is NULL");
        return forgotten(username.c_str());
    }
    /// Removes all stored answers, for every user and product; with Config::remember, the saved
    /// passwords as well.
    Result<void> forget_all(std::nothrow_t) const { return forgotten(nullptr); }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    void forget(const StringArg &username) const { forget(std::nothrow, username).value(); }
    /// The same, throwing Error.
    void forget_all() const { forget_all(std::nothrow).value(); }
#endif

    /// Looks at everything that has to work for an answer, step by step, and returns the report as
    /// JSON, which docs/doctor-report.schema.json describes: no secret, no email, no query and no
    /// path is in it. `product` may be null, and `credentials` may: what needs them is then not
    /// looked at. `timeout` is for all steps; the callback, if there is one, gets each as it ends.
    Result<std::string> doctor(std::nothrow_t, const StringArg &product = nullptr,
                               const Credentials *credentials = nullptr,
                               std::chrono::milliseconds timeout = std::chrono::seconds(10),
                               const DoctorCallback &on_step = nullptr) const {
        const detail::SharedSignIn who(credentials != nullptr ? credentials->sign_in_ : nullptr);
        if (auto error = detail::broken({{"product", &product}}))
            return *std::move(error);
        if (who.fault)
            return *who.fault;
        detail::DoctorSteps steps{&on_step, state_ ? state_->callbacks : nullptr};
        char *report = nullptr;
        ls_error *error = nullptr;
        const ls_status status =
            ls_doctor(get(), product.c_str(), who.c(), detail::to_milliseconds(timeout),
                      on_step ? detail::on_step : nullptr, &steps, &report, &error);
        const detail::Handle<ls_error> reason(error);
        if (status == LS_OK)
            return detail::owned(report);
        return detail::failure(status, reason.get());
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    std::string doctor(const StringArg &product = nullptr, const Credentials *credentials = nullptr,
                       std::chrono::milliseconds timeout = std::chrono::seconds(10),
                       const DoctorCallback &on_step = nullptr) const {
        return doctor(std::nothrow, product, credentials, timeout, on_step).value();
    }
#endif

    /// How far the server's clock is ahead of this device's (negative: behind); absent while the
    /// two agree well enough.
    std::optional<std::chrono::seconds> clock_offset() const noexcept {
        const auto seconds = detail::integer(ls_agent_clock_offset, get());
        return seconds ? std::optional<std::chrono::seconds>(*seconds) : std::nullopt;
    }

    /// Cancels the calls in flight, and waits until no callback is running any more, for so long at
    /// most (and at most for 49 days): for a thread that a callback may be waiting for itself, as
    /// that of a user interface. The destructor waits for as long as a callback runs.
    ///
    /// Status::Ok: none is running and none will come, but the one that calls this.
    /// Status::Timeout: one still is. Later calls with this agent fail with Status::Cancelled. May
    /// be called again, from any thread, and from within a callback. Status::InvalidArgument if
    /// this was moved from, Status::Config in a process that was forked off.
    Status close(std::chrono::milliseconds timeout) const noexcept {
        return static_cast<Status>(ls_agent_close(get(), detail::to_milliseconds(timeout)));
    }

    // The names of 0.1.0. They stay; a call that is added later has no such names.
#if LSAGENT_EXCEPTIONS
    using detail::AgentBase::check;
    using detail::AgentBase::customer_license_users;
    using detail::AgentBase::sso_sign_in;
    using detail::AgentBase::user_licenses;
#endif

    /// calls().user_licenses(…).try_get()
    template <class... Arguments>
    Result<Licenses> user_licenses(std::nothrow_t, const Arguments &...arguments) const {
        return calls().user_licenses(arguments...).try_get();
    }
    /// calls().user_licenses(…).start(callback), or try_start after std::nothrow
    template <class... Arguments> auto user_licenses_start(Arguments &&...arguments) const {
        return detail::started(
            [this](const auto &...each) { return calls().user_licenses(each...); },
            std::forward<Arguments>(arguments)...);
    }
    /// calls().user_licenses(…).async(), or try_async after std::nothrow
    template <class... Arguments> auto user_licenses_async(const Arguments &...arguments) const {
        return detail::promised(
            [this](const auto &...each) { return calls().user_licenses(each...); }, arguments...);
    }

    /// calls().check(…).try_get()
    template <class... Arguments>
    Result<Entitlement> check(std::nothrow_t, const Arguments &...arguments) const {
        return calls().check(arguments...).try_get();
    }
    /// calls().check(…).start(callback), or try_start after std::nothrow
    template <class... Arguments> auto check_start(Arguments &&...arguments) const {
        return detail::started([this](const auto &...each) { return calls().check(each...); },
                               std::forward<Arguments>(arguments)...);
    }
    /// calls().check(…).async(), or try_async after std::nothrow
    template <class... Arguments> auto check_async(const Arguments &...arguments) const {
        return detail::promised([this](const auto &...each) { return calls().check(each...); },
                                arguments...);
    }

    /// calls().customer_license_users(…).try_get()
    template <class... Arguments>
    Result<LicenseUsers> customer_license_users(std::nothrow_t,
                                                const Arguments &...arguments) const {
        return calls().customer_license_users(arguments...).try_get();
    }
    /// calls().customer_license_users(…).start(callback), or try_start after std::nothrow
    template <class... Arguments>
    auto customer_license_users_start(Arguments &&...arguments) const {
        return detail::started(
            [this](const auto &...each) { return calls().customer_license_users(each...); },
            std::forward<Arguments>(arguments)...);
    }
    /// calls().customer_license_users(…).async(), or try_async after std::nothrow
    template <class... Arguments>
    auto customer_license_users_async(const Arguments &...arguments) const {
        return detail::promised(
            [this](const auto &...each) { return calls().customer_license_users(each...); },
            arguments...);
    }

    /// calls().sso_sign_in(…).try_get()
    template <class... Arguments>
    Result<Licenses> sso_sign_in(std::nothrow_t, const Arguments &...arguments) const {
        return calls().sso_sign_in(arguments...).try_get();
    }
    /// calls().sso_sign_in(…).try_start(callback). Typed, since `{}` may stand for the options.
    template <class Callback>
    Result<Task> sso_sign_in_start(std::nothrow_t, const StringArg &product,
                                   const StringArg &customer_account_code,
                                   const SsoOptions &options, Callback &&callback) const {
        return calls()
            .sso_sign_in(product, customer_account_code, options)
            .try_start(std::forward<Callback>(callback));
    }
#if LSAGENT_EXCEPTIONS
    /// calls().sso_sign_in(…).start(callback)
    template <class Callback>
    Task sso_sign_in_start(const StringArg &product, const StringArg &customer_account_code,
                           const SsoOptions &options, Callback &&callback) const {
        return sso_sign_in_start(std::nothrow, product, customer_account_code, options,
                                 std::forward<Callback>(callback))
            .value();
    }
#endif
    /// calls().sso_sign_in(…).async(), or try_async after std::nothrow
    template <class... Arguments> auto sso_sign_in_async(const Arguments &...arguments) const {
        return detail::promised(
            [this](const auto &...each) { return calls().sso_sign_in(each...); }, arguments...);
    }

private:
    Result<void> forgotten(const char *username_or_null) const {
        return detail::done(
            [&](auto **error) { return ls_agent_forget(get(), username_or_null, error); });
    }

    template <class Ask> Result<Activation> activation(Ask ask) const {
        return detail::heard(detail::outcome<Activation>(ask),
                             state_ ? state_->callbacks : nullptr);
    }
};

/// A client of one UiPath Automation Suite. Its const functions may be called from any number of
/// threads at once; none may be running when it is destroyed. Results stay valid.
class Uipath {
public:
    using Raw = ls_uipath; ///< What is owned.

    /// Makes a client for the suite at `base_url` with an access token of its identity service. Of
    /// the configuration it takes timeouts, proxy, CA file, app and log; no API key is needed.
    static Result<Uipath> make(std::nothrow_t, const Config &config, const StringArg &base_url,
                               const StringArg &access_token) {
        if (auto error = config.fault())
            return *std::move(error);
        if (auto error = detail::broken({{"base_url", &base_url}, {"access_token", &access_token}}))
            return *std::move(error);
        auto uipath = detail::outcome<Uipath>([&](auto **out, auto **error) {
            return ls_uipath_new(config.get(), base_url.c_str(), access_token.c_str(), out, error);
        });
        if (uipath)
            uipath->callbacks_ = config.callbacks_;
        return uipath;
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    Uipath(const Config &config, const StringArg &base_url, const StringArg &access_token)
        : Uipath(make(std::nothrow, config, base_url, access_token).value()) {}
#endif

    /// Takes over an object of lsagent.h, or null, whose callbacks the caller keeps.
    explicit Uipath(ls_uipath *uipath) noexcept : handle_(uipath) {}

    /// Takes over the object of `other`, which is then moved from.
    Uipath(Uipath &&other) noexcept = default;
    /// Destroys the object here, and takes over that of `other`, which is then moved from.
    // A client goes before its callbacks: not member by member.
    Uipath &operator=(Uipath &&other) noexcept {
        Uipath old(std::move(other));
        std::swap(callbacks_, old.callbacks_);
        std::swap(handle_, old.handle_);
        return *this;
    }
    ~Uipath() = default;

    /// The object of lsagent.h, borrowed; null once it was moved away.
    const ls_uipath *get() const noexcept { return handle_.get(); }

    /// Exchanges the access token, for the calls that begin after it.
    Result<void> set_access_token(std::nothrow_t, const StringArg &access_token) const {
        if (auto error = detail::broken({{"access_token", &access_token}}))
            return *std::move(error);
        if (get() == nullptr)
            return detail::invalid("uipath", "is NULL");
        const ls_status status = ls_uipath_set_access_token(get(), access_token.c_str());
        if (status == LS_OK)
            return {};
        return Error(static_cast<Status>(status),
                     "access_token: expected printable ASCII, 65,536 bytes at most");
    }

    /// Says by which method licenses are allocated, for the calls that begin after it. Default:
    /// UipathMethod::Auto.
    Result<void> set_method(std::nothrow_t, UipathMethod method) const {
        if (get() == nullptr)
            return detail::invalid("uipath", "is NULL");
        if (ls_uipath_set_method(get(), static_cast<std::int32_t>(method)) == LS_OK)
            return {};
        return detail::invalid("method", "expected a value of UipathMethod");
    }

    /// Allocates licenses to users of an organization: every user in `user_ids` gets every license
    /// in `bundle_codes`. It has succeeded only if the answer repeats all of that; otherwise it is
    /// Status::Mismatch, and the message names what is missing. It is a write, and a request whose
    /// answer was lost is never sent again: after Status::Timeout, Status::Network,
    /// Status::Response, Status::Mismatch or Status::Server the licenses may have been allocated.
    Result<Allocations> allocate_user_licenses(std::nothrow_t, const StringArg &account_id,
                                               const StringListArg &user_ids,
                                               const StringListArg &bundle_codes,
                                               bool use_external_license = false) const {
        if (auto error = detail::broken({{"account_id", &account_id}}))
            return *std::move(error);
        if (auto error = detail::broken("user_ids", user_ids))
            return *std::move(error);
        if (auto error = detail::broken("bundle_codes", bundle_codes))
            return *std::move(error);
        return detail::outcome<Allocations>([&](auto **out, auto **error) {
            return ls_uipath_allocate_user_licenses(
                get(), account_id.c_str(), user_ids.data(), user_ids.size(), bundle_codes.data(),
                bundle_codes.size(), use_external_license, out, error);
        });
    }
#if LSAGENT_EXCEPTIONS
    /// The same, throwing Error.
    void set_access_token(const StringArg &access_token) const {
        set_access_token(std::nothrow, access_token).value();
    }
    /// The same, throwing Error.
    void set_method(UipathMethod method) const { set_method(std::nothrow, method).value(); }
    /// The same, throwing Error.
    Allocations allocate_user_licenses(const StringArg &account_id, const StringListArg &user_ids,
                                       const StringListArg &bundle_codes,
                                       bool use_external_license = false) const {
        return allocate_user_licenses(std::nothrow, account_id, user_ids, bundle_codes,
                                      use_external_license)
            .value();
    }
#endif

private:
    std::shared_ptr<const detail::Callbacks> callbacks_;
    detail::Handle<ls_uipath> handle_;
};

#if !LSAGENT_EXCEPTIONS
} // inline namespace without_exceptions
#endif

} // namespace lsagent

#endif
