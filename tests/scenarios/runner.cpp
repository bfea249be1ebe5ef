// The scenario runner of C++: one request a line, one answer a line, and nothing but translation.
// A mistake in a request ends it with 2, so that a mistake of the test does not pass.
#include "lsagent.hpp"

#include <condition_variable>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <sstream>

namespace {

using namespace lsagent;

[[noreturn]] void misused(const std::string &why) {
    std::cerr << "runner: " << why << std::endl;
    std::exit(2);
}

// The fields of a request. Each must be looked at: one that was not is a mistake.
class Request {
public:
    explicit Request(const std::string &line) {
        std::istringstream fields(line);
        std::getline(fields, command_, '\t');
        for (std::string field; std::getline(fields, field, '\t');) {
            const auto equals = field.find('=');
            if (equals == std::string::npos || equals == 0)
                misused("malformed field: " + field);
            if (!fields_.emplace(field.substr(0, equals), field.substr(equals + 1)).second)
                misused("given twice: " + field);
        }
    }

    const std::string &command() const { return command_; }

    // Takes a field.
    std::optional<std::string> take(const std::string &key) {
        auto field = fields_.extract(key);
        return field ? std::optional<std::string>(std::move(field.mapped())) : std::nullopt;
    }

    bool has(const std::string &key) const { return fields_.count(key) > 0; }

    std::string need(const std::string &key) {
        auto value = take(key);
        if (!value)
            misused(command_ + ": no " + key);
        return *std::move(value);
    }

    void end() const {
        if (!fields_.empty())
            misused(command_ + ": unknown key " + fields_.begin()->first);
    }

private:
    std::string command_;
    std::map<std::string, std::string> fields_;
};

class Answer {
public:
    explicit Answer(std::string_view command) : line_(command) {}

    Answer &add(std::string_view key, std::string_view value) {
        line_.append("\t").append(key).append("=").append(value);
        return *this;
    }
    Answer &add(std::string_view key, const char *value) {
        return add(key, std::string_view(value));
    }
    Answer &add(std::string_view key, bool value) { return add(key, value ? "true" : "false"); }
    Answer &add(std::string_view key, std::size_t value) { return add(key, std::to_string(value)); }
    Answer &add(std::string_view key, std::int64_t value) {
        return add(key, std::to_string(value));
    }
    template <class T> Answer &add(std::string_view key, const std::optional<T> &value) {
        return value ? add(key, *value) : *this;
    }

    Answer &list(std::string_view key, const std::string &joined) {
        return joined.empty() ? *this : add(key, joined);
    }

    Answer &json(std::string text) {
        text.erase(
            std::remove_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }),
            text.end());
        return add("json", text);
    }

    Answer &failure(const Error &error) {
        add("status", to_string(error.status())).add("code", error.code());
        if (const auto http_status = error.http_status())
            add("http_status", std::int64_t{*http_status});
        add("retryable", error.is_retryable());
        if (const auto wait = error.retry_after())
            add("retry_after", std::int64_t{wait->count()});
        return add("message", error.what());
    }

    void send() const { std::cout << line_ << std::endl; }

private:
    std::string line_;
};

std::string_view name(Source source) {
    return source == Source::Network ? "LS_SOURCE_NETWORK" : "LS_SOURCE_CACHE";
}

std::string_view name(Decision decision) {
    switch (decision) {
    case Decision::Allowed:
        return "LS_DECISION_ALLOWED";
    case Decision::AllowedGrace:
        return "LS_DECISION_ALLOWED_GRACE";
    case Decision::DeniedNoLicense:
        return "LS_DECISION_DENIED_NO_LICENSE";
    case Decision::DeniedDisabled:
        return "LS_DECISION_DENIED_DISABLED";
    case Decision::DeniedInactive:
        return "LS_DECISION_DENIED_INACTIVE";
    case Decision::DeniedNotStarted:
        return "LS_DECISION_DENIED_NOT_STARTED";
    case Decision::DeniedExpired:
        return "LS_DECISION_DENIED_EXPIRED";
    case Decision::DeniedNoFeature:
        return "LS_DECISION_DENIED_NO_FEATURE";
    case Decision::DeniedFeatureExpired:
        return "LS_DECISION_DENIED_FEATURE_EXPIRED";
    case Decision::DeniedNoSeat:
        return "LS_DECISION_DENIED_NO_SEAT";
    case Decision::DeniedNotActivated:
        return "LS_DECISION_DENIED_NOT_ACTIVATED";
    }
    misused("a decision without a name");
}

// Unix seconds. A time that Time cannot hold is asked of C.
template <class Object>
std::optional<std::int64_t> seconds(std::optional<Time> time,
                                    bool (*read)(const Object *, std::int64_t *),
                                    const Object *object) {
    if (!time)
        return std::nullopt;
    std::int64_t exact = 0;
    if (*time == (Time::max)() || *time == (Time::min)()) {
        read(object, &exact);
        return exact;
    }
    return std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()).count();
}

std::int64_t seconds(Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string shown(bool value) { return value ? "true" : "false"; }
std::string shown(std::int64_t value) { return std::to_string(value); }
std::string shown(std::string_view value) { return std::string(value); }

template <class T> std::string or_dash(const std::optional<T> &value) {
    return value ? shown(*value) : "-";
}

// What there is of something, joined by ','.
template <class Range, class Read> std::string joined(const Range &range, Read read) {
    std::string all;
    for (const auto &element : range) {
        if (const auto value = read(element))
            all.append(all.empty() ? "" : ",").append(shown(*value));
    }
    return all;
}

std::string fields(const License &license) {
    const auto validity =
        seconds(license.validity_period(), ls_license_validity_period, license.get());
    const auto start = seconds(license.start_date(), ls_license_start_date, license.get());
    return or_dash(license.order_store_id()) + '|' + or_dash(license.license_type()) + '|'
           + or_dash(validity) + '|' + or_dash(start) + '|' + or_dash(license.is_expired()) + '|'
           + or_dash(license.license_enabled()) + '|' + or_dash(license.max_activations()) + '|'
           + or_dash(license.metadata());
}

template <class T> Answer &origin(Answer &answer, const T &result) {
    answer.add("source", name(result.source())).add("fetched_at", seconds(result.fetched_at()));
    if (const auto fallback = result.fallback())
        answer.add("fallback", to_string(fallback->status()));
    return answer;
}

void tell(Answer &answer, const Entitlement &entitlement) {
    answer.add("allowed", entitlement.is_allowed()).add("decision", name(entitlement.decision()));
    if (const auto license = entitlement.license())
        answer.add("license", license->id());
    answer.add("expires_at",
               seconds(entitlement.expires_at(), ls_entitlement_expires_at, entitlement.get()));
    origin(answer, entitlement).add("message", entitlement.message()).json(entitlement.to_json());
}

void tell(Answer &answer, const Licenses &licenses) {
    origin(answer.add("count", licenses.size()), licenses);
    std::string features;
    for (const License license : licenses) {
        const auto codes =
            joined(license.product_features(), [](Feature feature) { return feature.code(); });
        features.append(features.empty() || codes.empty() ? "" : ",").append(codes);
    }
    answer.list("ids", joined(licenses, [](License license) { return license.id(); }));
    answer.list("features", features);
    answer.list("holders", joined(licenses, [](License license) {
                    const auto holder = license.holder();
                    return holder ? holder->email() : std::nullopt;
                }));
    if (!licenses.empty()) {
        answer.add("fields", fields(licenses.front()));
        answer.list("custom", joined(licenses.front().custom_fields(), [](CustomField field) {
                        return std::make_optional(or_dash(field.name()) + ':'
                                                  + or_dash(field.data_type()) + ':'
                                                  + or_dash(field.value()));
                    }));
    }
    answer.json(licenses.to_json());
}

void tell(Answer &answer, const LicenseUsers &users) {
    origin(answer.add("count", users.size()), users).add("customer", users.customer().email());
    answer.list("emails", joined(users, [](LicenseUser user) { return user.email(); }));
    answer.json(users.to_json());
}

void tell(Answer &answer, const Allocations &allocations) {
    answer.add("count", allocations.size());
    answer.list("users",
                joined(allocations, [](Allocation allocation) { return allocation.user_id(); }));
    answer.json(allocations.to_json());
}

void tell(Answer &answer, const lsagent::OwnedProduct &owned) {
    const auto product = owned.view();
    answer.add("product_id", product.product_id()).add("product_name", product.product_name());
    answer.add("short_code", product.short_code());
    answer.add("authorization_method", product.authorization_method());
    answer.add("metadata", product.metadata());
    answer.add("latest_version", product.latest_version()).add("company_id", product.company_id());
    answer.list("custom", joined(product.custom_fields(), [](ProductCustomField field) {
                    return std::make_optional(or_dash(field.name()) + ':'
                                              + or_dash(field.default_value()));
                }));
}

void tell(Answer &answer, const Activation &activation) {
    answer.add("hardware_id", activation.hardware_id()).add("device_id", activation.device_id());
}

void tell(Answer &answer, const lsagent::OwnedTrial &owned) {
    const auto trial = owned.view();
    answer.add("license_key", trial.license_key()).add("username", trial.username());
    answer.add("initial_password", trial.initial_password());
    answer.add("is_new", trial.is_new()).add("days", trial.days());
}

void tell(Answer &answer, const Releases &releases) {
    answer.add("count", releases.size());
    answer.list("versions", joined(releases, [](Release release) { return release.version(); }));
    answer.json(releases.to_json());
}

void tell(Answer &answer, Release release) {
    answer.add("version", release.version()).add("environment", release.environment());
    answer.add("requires_version", release.requires_version());
    answer.add("installation_file", release.installation_file());
    answer.add("hash_md5", release.hash_md5());
}

void tell(Answer &answer, const Variables &variables) {
    answer.add("count", variables.size());
    answer.list("variables", joined(variables, [](Variable variable) {
                    return std::make_optional(or_dash(variable.name()) + ':'
                                              + or_dash(variable.value()));
                }));
}

void tell(Answer &answer, const Seat &seat) {
    answer.add("held", seat.is_held());
    answer.add("seat_ends", seconds(seat.expires_at(), ls_seat_expires_at, seat.get()));
}

void tell(Answer &answer, const Balance &balance) {
    answer.add("total", balance.total()).add("limit", balance.limit());
    answer.add("unsent", balance.unsent()).add("uncertain", balance.uncertain());
}

void tell(Answer &answer, Time borrowed_until) {
    answer.add("borrowed_until", seconds(borrowed_until));
}

void tell(Answer &answer, const std::string &url) { answer.add("url", url); }

// Sends what a call brings, or what it throws.
template <class Call> void answer(const std::string &command, Call call) {
    Answer answer(command);
    try {
        const auto &value = call();
        tell(answer.add("status", to_string(Status::Ok)), value);
    } catch (const Error &error) {
        answer.failure(error);
    }
    answer.send();
}

// The same for a call that brings nothing.
void answer(const std::string &command, const Result<void> &done) {
    Answer answer(command);
    if (done)
        answer.add("status", to_string(Status::Ok));
    else
        answer.failure(done.error());
    answer.send();
}

Policy policy(Request &request) {
    const std::map<std::string, Policy> policies{{"network-first", Policy::NetworkFirst},
                                                 {"cache-first", Policy::CacheFirst},
                                                 {"network-only", Policy::NetworkOnly},
                                                 {"cache-only", Policy::CacheOnly}};
    const auto found = policies.find(request.need("policy"));
    if (found == policies.end())
        misused("unknown policy");
    return found->second;
}

bool in_background(Request &request) {
    const auto mode = request.need("mode");
    if (mode != "call" && mode != "background")
        misused("unknown mode: " + mode);
    return mode == "background";
}

bool boolean(const std::string &text) {
    if (text != "true" && text != "false")
        misused("neither true nor false: " + text);
    return text == "true";
}

std::int64_t number(const std::string &text) {
    std::istringstream stream(text);
    std::int64_t value = 0;
    if (!(stream >> value) || !stream.eof())
        misused("no number: " + text);
    return value;
}

std::vector<std::string> list(const std::string &text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string each; std::getline(stream, each, ',');)
        all.push_back(each);
    return all;
}

Credentials credentials(Request &request) {
    if (auto remembered = request.take("remembered"))
        return Credentials::remembered(remembered->empty() ? nullptr : remembered->c_str());
    if (auto token = request.take("id_token"))
        return Credentials::id_token(*token, request.need("account"));
    if (auto code = request.take("code")) {
        const auto account = request.need("account");
        const auto redirect = request.take("redirect_uri");
        return Credentials::code(*code, account, redirect ? redirect->c_str() : nullptr);
    }
    if (auto key = request.take("license_key"))
        return Credentials::license_key(*key);
    const auto username = request.need("username");
    return Credentials::password(username, request.need("password"));
}

// A name, or a number that is passed on as it is.
SsoResponse response_type(const std::string &text) {
    if (text == "code")
        return SsoResponse::Code;
    if (text == "token")
        return SsoResponse::Token;
    return static_cast<SsoResponse>(number(text));
}

UipathMethod allocation_method(const std::string &name) {
    if (name == "auto")
        return UipathMethod::Auto;
    if (name == "post")
        return UipathMethod::Post;
    if (name == "put")
        return UipathMethod::Put;
    misused("unknown method: " + name);
}

Delivery delivery(const std::string &name) {
    if (name == "at-most-once")
        return Delivery::AtMostOnce;
    if (name == "at-least-once")
        return Delivery::AtLeastOnce;
    misused("unknown delivery: " + name);
}

// What becomes of a seat, in the order of the calls.
class Events {
public:
    void hear(SeatEvent event, const std::optional<Error> &error) {
        const std::map<SeatEvent, std::string> names{{SeatEvent::AtRisk, "AT_RISK"},
                                                     {SeatEvent::Renewed, "RENEWED"},
                                                     {SeatEvent::Lost, "LOST"}};
        std::string told = names.at(event);
        if (error)
            told.append(":").append(to_string(error->status()));
        const std::lock_guard<std::mutex> lock(mutex_);
        heard_.push_back(std::move(told));
        news_.notify_all();
    }

    // All until now; or, once it has come, until one of that name.
    std::string until(const std::optional<std::string> &wanted) {
        std::unique_lock<std::mutex> lock(mutex_);
        const auto is_there = [&] {
            return !wanted
                   || std::any_of(heard_.begin(), heard_.end(), [&](const std::string &event) {
                          return event.rfind(*wanted, 0) == 0;
                      });
        };
        if (!news_.wait_for(lock, std::chrono::minutes(1), is_there))
            misused("has not come: " + *wanted);
        return joined(heard_, [](const std::string &event) { return std::make_optional(event); });
    }

private:
    std::mutex mutex_;
    std::condition_variable news_;
    std::vector<std::string> heard_;
};

// Somebody else shows the page.
SsoOptions sso_options(Request &request) {
    auto options = SsoOptions().browser([](std::string_view) { return true; });
    if (const auto kind = request.take("response_type"))
        options.response_type(response_type(*kind));
    if (const auto port = request.take("port"))
        options.port(static_cast<std::uint16_t>(number(*port)));
    if (const auto path = request.take("path"))
        options.path(*path);
    if (const auto wait = request.take("wait_ms"))
        options.timeout(std::chrono::milliseconds(number(*wait)));
    return options;
}

std::string contents(const std::string &path) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        misused(path + " cannot be read");
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Config configured(Request &request) {
    Config config;
    const auto with = [&](const char *key, auto set) {
        if (auto value = request.take(key))
            set(*value);
    };
    const auto api_key = request.take("api_key"), shared_key = request.take("shared_key");
    if (api_key || shared_key)
        config.api_key(api_key ? api_key->c_str() : nullptr,
                       shared_key ? shared_key->c_str() : nullptr);
    if (const auto client_id = request.take("client_id")) {
        const auto secret = request.take("client_secret"), token_url = request.take("token_url");
        config.oauth_client(*client_id, secret ? secret->c_str() : nullptr,
                            token_url ? token_url->c_str() : nullptr);
    }
    with("base_url", [&](const auto &value) { config.base_url(value); });
    with("ca_file", [&](const auto &value) { config.ca_file(value); });
    with("public_key_file",
         [&](const auto &value) { config.response_public_key(contents(value)); });
    with("cache_dir", [&](const auto &value) { config.cache_dir(value); });
    with("proxy", [&](const auto &value) { config.proxy(value); });
    with("device_id", [&](const auto &value) { config.device_id(value); });
    with("cache_enabled", [&](const auto &value) { config.cache_enabled(boolean(value)); });
    with("remember", [&](const auto &value) { config.remember(boolean(value)); });
    with("timeout_ms",
         [&](const auto &value) { config.timeout(std::chrono::milliseconds(number(value))); });
    with("connect_timeout_ms", [&](const auto &value) {
        config.connect_timeout(std::chrono::milliseconds(number(value)));
    });
    with("offline_grace_seconds",
         [&](const auto &value) { config.offline_grace(std::chrono::seconds(number(value))); });
    with("refresh_after_seconds",
         [&](const auto &value) { config.refresh_after(std::chrono::seconds(number(value))); });
    with("release_seats", [&](const auto &value) { config.release_seats(boolean(value)); });
    with("consumption_sync_seconds",
         [&](const auto &value) { config.consumption_sync(std::chrono::seconds(number(value))); });
    with("consumption_delivery",
         [&](const auto &value) { config.consumption_delivery(delivery(value)); });
    return config;
}

class Runner {
public:
    void run(Request &request) {
        const auto &command = request.command();
        if (command == "agent")
            make(request);
        else if (command == "check")
            check(request);
        else if (command == "licenses")
            licenses(request);
        else if (command == "users")
            users(request);
        else if (command == "product")
            product(request);
        else if (command == "allocate")
            allocate(request);
        else if (command == "forget")
            forget(request);
        else if (command == "sso_url")
            sso_url(request);
        else if (command == "sign_in")
            sign_in(request);
        else if (command == "activate")
            activate(request);
        else if (command == "open")
            open(request);
        else if (command == "trial")
            trial(request);
        else if (command == "change_password")
            change_password(request);
        else if (command == "offline_request")
            offline_request(request);
        else if (command == "offline_activate")
            offline_activate(request);
        else
            run_held(request, command);
    }

private:
    const Agent &agent() const {
        if (!agent_)
            misused("there is no agent");
        return *agent_;
    }

    void make(Request &request) {
        seat_.reset();
        events_ = std::make_shared<Events>();
        activation_.reset();
        agent_.reset();
        config_ = configured(request);
        request.end();
        Answer answer("agent");
        try {
            agent_.emplace(config_);
            answer.add("status", to_string(Status::Ok));
        } catch (const Error &error) {
            answer.failure(error);
        }
        answer.send();
    }

    void check(Request &request) {
        const auto product = request.need("product");
        const auto feature = request.take("feature");
        const char *code = feature ? feature->c_str() : nullptr;
        const auto user = credentials(request);
        const auto how = policy(request);
        const bool background = in_background(request);
        request.end();
        answer("check", [&] {
            return background ? agent().check_async(product, code, user, how).get()
                              : agent().check(product, code, user, how);
        });
    }

    void licenses(Request &request) {
        const auto product = request.need("product");
        const auto user = credentials(request);
        const auto how = policy(request);
        const bool background = in_background(request);
        request.end();
        answer("licenses", [&] {
            return background ? agent().user_licenses_async(product, user, how).get()
                              : agent().user_licenses(product, user, how);
        });
    }

    void users(Request &request) {
        const auto product = request.need("product"), customer = request.need("customer");
        const auto how = policy(request);
        const bool background = in_background(request);
        request.end();
        answer("users", [&] {
            return background ? agent().customer_license_users_async(product, customer, how).get()
                              : agent().customer_license_users(product, customer, how);
        });
    }

    void product(Request &request) {
        const auto product = request.need("product");
        request.end();
        answer("product", [&] { return agent().fetch_product(product); });
    }

    void allocate(Request &request) {
        const auto base_url = request.need("base_url"), token = request.need("token");
        const auto account = request.need("account");
        const auto people = list(request.need("users")), bundles = list(request.need("bundles"));
        const bool external = boolean(request.need("external"));
        const auto method = request.take("method");
        request.end();
        answer("allocate", [&] {
            const Uipath uipath(config_, base_url, token);
            if (method)
                uipath.set_method(allocation_method(*method));
            return uipath.allocate_user_licenses(account, people, bundles, external);
        });
    }

    void sso_url(Request &request) {
        const auto product = request.need("product"), account = request.need("account");
        const auto kind = response_type(request.need("response_type"));
        const auto redirect = request.take("redirect_uri");
        request.end();
        answer("sso_url", [&] {
            return agent().sso_url(product, account, kind, redirect ? redirect->c_str() : nullptr);
        });
    }

    void sign_in(Request &request) {
        const auto product = request.need("product"), account = request.need("account");
        const auto options = sso_options(request);
        const bool background = in_background(request);
        request.end();
        answer("sign_in", [&] {
            return background ? agent().sso_sign_in_async(product, account, options).get()
                              : agent().sso_sign_in(product, account, options);
        });
    }

    void forget(Request &request) {
        const auto username = request.take("username");
        request.end();
        answer("forget", username ? agent().forget(std::nothrow, *username)
                                  : agent().forget_all(std::nothrow));
    }

    // What is asked of the activation that came last.
    void run_held(Request &request, const std::string &command) {
        if (!activation_)
            misused("unknown command, or there is no activation: " + command);
        if (command == "check_activation")
            check_activation(request);
        else if (command == "activation_licenses")
            answer(command, [&] { return activation_->licenses(); });
        else if (command == "deactivate")
            answer(command, activation_->deactivate(std::nothrow));
        else if (command == "releases")
            releases(request);
        else if (command == "release")
            release(request);
        else if (command == "set_variables")
            set_variables(request);
        else if (command == "variables")
            answer(command, [&] { return activation_->variables(); });
        else if (command == "offline_refresh")
            answer(command, activation_->offline_refresh(std::nothrow, request.need("path")));
        else if (command == "offline_deactivation")
            answer(command, activation_->offline_deactivation(std::nothrow, request.need("path")));
        else
            run_metered(request, command);
        request.end();
    }

    void run_metered(Request &request, const std::string &command) {
        if (command == "acquire_seat")
            return acquire_seat(request);
        if (command == "seat")
            return look_at_seat(request);
        if (command == "release_seat")
            return answer(command, seat_.value().give_up(std::nothrow));
        if (command == "free_seat")
            return free_seat();
        if (command == "borrow")
            return borrow(request);
        if (command == "sync")
            return answer(command, activation_->sync(std::nothrow));
        const auto feature = request.take("feature");
        const char *code = feature ? feature->c_str() : nullptr;
        if (command == "return_seat")
            answer(command, activation_->return_seat(std::nothrow, code));
        else if (command == "consume")
            answer(command,
                   activation_->consume(std::nothrow, number(request.need("amount")), code));
        else if (command == "balance")
            answer(command, [&] { return activation_->balance(code); });
        else
            misused("unknown command: " + command);
    }

    void acquire_seat(Request &request) {
        const auto feature = request.take("feature");
        const char *code = feature ? feature->c_str() : nullptr;
        const bool background = in_background(request);
        const auto hear = [events = events_](SeatEvent event, const std::optional<Error> &error) {
            events->hear(event, error);
        };
        answer("acquire_seat", [&]() -> const Seat & {
            return seat_.emplace(background
                                     ? activation_->calls().acquire_seat(code, hear).async().get()
                                     : activation_->acquire_seat(code, hear));
        });
    }

    void look_at_seat(Request &request) {
        Answer answer("seat");
        const auto events = events_->until(request.take("wait_for"));
        tell(answer.add("status", to_string(Status::Ok)), seat_.value());
        answer.list("events", events).send();
    }

    void free_seat() {
        seat_.reset();
        answer("free_seat", Result<void>());
    }

    void borrow(Request &request) {
        const auto feature = request.take("feature"), hours = request.take("hours");
        const char *code = feature ? feature->c_str() : nullptr;
        std::optional<Time> until;
        if (hours)
            until = std::chrono::system_clock::now() + std::chrono::hours(number(*hours));
        if (!request.has("username") && !request.has("license_key"))
            return answer("borrow", [&] { return activation_->borrow(code, until); });
        const auto user = credentials(request);
        answer("borrow", [&] { return activation_->borrow(code, until, user); });
    }

    // Later calls are about what this brings.
    template <class Call> void hold(const std::string &command, Call call) {
        answer(command, [&]() -> const Activation & { return activation_.emplace(call()); });
    }

    static std::int64_t license_id(Request &request) {
        const auto id = request.take("license_id");
        return id ? number(*id) : 0;
    }

    void activate(Request &request) {
        const auto product = request.need("product");
        const auto user = credentials(request);
        const auto id = license_id(request);
        const bool background = in_background(request);
        request.end();
        hold("activate", [&] {
            return background ? agent().calls().activate(product, user, id).async().get()
                              : agent().activate(product, user, id);
        });
    }

    void open(Request &request) {
        const auto product = request.need("product");
        request.end();
        hold("open", [&] { return agent().open_activation(product); });
    }

    void check_activation(Request &request) {
        const auto feature = request.take("feature");
        const char *code = feature ? feature->c_str() : nullptr;
        const auto how = policy(request);
        const bool background = in_background(request);
        answer("check_activation", [&] {
            return background ? activation_->calls().check(code, how).async().get()
                              : activation_->check(code, how);
        });
    }

    void trial(Request &request) {
        const auto product = request.need("product");
        const auto email = request.take("email");
        request.end();
        answer("trial",
               [&] { return agent().request_trial(product, email ? email->c_str() : nullptr); });
    }

    void change_password(Request &request) {
        const auto username = request.need("username"), password = request.need("password");
        const auto new_password = request.need("new_password");
        request.end();
        answer("change_password",
               agent().change_password(std::nothrow, username, password, new_password));
    }

    void releases(Request &request) {
        const auto environment = request.take("environment"), channel = request.take("channel");
        answer("releases", [&] {
            return activation_->releases(environment ? environment->c_str() : nullptr,
                                         channel ? channel->c_str() : nullptr);
        });
    }

    void release(Request &request) {
        const auto version = request.need("version");
        const auto environment = request.take("environment"), channel = request.take("channel");
        std::optional<Releases> one;
        answer("release", [&] {
            one.emplace(activation_->release(version, environment ? environment->c_str() : nullptr,
                                             channel ? channel->c_str() : nullptr));
            return one->front();
        });
    }

    void set_variables(Request &request) {
        const auto names = list(request.need("names")), values = list(request.need("values"));
        if (names.size() != values.size())
            misused("not as many values as names");
        std::vector<std::pair<std::string, std::string>> variables;
        for (std::size_t index = 0; index < names.size(); ++index)
            variables.emplace_back(names[index], values[index]);
        answer("set_variables", activation_->set_variables(std::nothrow, variables));
    }

    void offline_request(Request &request) {
        const auto product = request.need("product"), path = request.need("path");
        const auto user = credentials(request);
        const auto id = license_id(request);
        request.end();
        answer("offline_request",
               agent().offline_request(std::nothrow, product, user, path, id));
    }

    void offline_activate(Request &request) {
        const auto product = request.need("product"), path = request.need("path");
        request.end();
        hold("offline_activate", [&] { return agent().offline_activate(product, path); });
    }

    Config config_;
    std::optional<Agent> agent_;
    std::optional<Activation> activation_;
    std::optional<Seat> seat_;
    std::shared_ptr<Events> events_;
};

} // namespace

int main() {
    Runner runner;
    for (std::string line; std::getline(std::cin, line);) {
        Request request(line);
        runner.run(request);
    }
}
