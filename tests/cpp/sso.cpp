// Signing in with a browser: one that does what it is told, over plain sockets, which takes a
// sandbox without TLS.
#include "check.hpp"

using lsagent::Agent;
using lsagent::Credentials;
using lsagent::Error;
using lsagent::Licenses;
using lsagent::LogLevel;
using lsagent::Policy;
using lsagent::Result;
using lsagent::SsoOptions;
using lsagent::SsoResponse;
using lsagent::Status;
using namespace std::chrono_literals;

// The parts of http://127.0.0.1:PORT/PATH#FRAGMENT.
struct Address {
    explicit Address(const std::string &url) {
        static const std::string start = "http://127.0.0.1:";
        CHECK(url.rfind(start, 0) == 0);
        const auto slash = url.find('/', start.size()), hash = url.find('#');
        port = url.substr(start.size(), slash - start.size());
        target = url.substr(slash, hash - slash);
        fragment = hash == std::string::npos ? "" : url.substr(hash + 1);
    }

    std::string port, target, fragment;
};

static const std::string FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

static std::string between(const std::string &text, const std::string &before,
                           const std::string &after) {
    const auto start = text.find(before);
    CHECK(start != std::string::npos);
    const auto end = text.find(after, start + before.size());
    return text.substr(start + before.size(), end - start - before.size());
}

static std::string encoded(const std::string &text) {
    static const char digits[] = "0123456789ABCDEF";
    std::string all;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        all.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return all;
}

// Fills the provider's form in, and goes where that leads; what the last page says.
static std::string browse(const std::string &url, const std::string &name,
                          const std::string &button) {
    const Address page(url);
    const auto answer = exchange(page.port, "POST " + page.target, FORM,
                                 "email=" + name + "%40example.com&answer=" + button);
    const Address back(between(answer, "ocation: ", "\r\n"));
    const auto last = exchange(back.port, "GET " + back.target, "Sec-Fetch-Dest: document\r\n", "");
    if (back.fragment.empty())
        return last;
    // What the script of that page does.
    return exchange(
        back.port, "POST " + back.target, "Origin: http://127.0.0.1:" + back.port + "\r\n",
        "nonce=" + between(last, "data-nonce=\"", "\"") + "&fragment=" + encoded(back.fragment));
}

// The pages that were to be shown.
static Lines pages;
static std::size_t seen = 0;

static bool show(std::string_view url) {
    pages.put(std::string(url));
    return true;
}

static std::string next_page() {
    ++seen;
    return pages.await(seen)[seen - 1];
}

static std::string holder(const Licenses &licenses) {
    return std::string(licenses.front().holder()->email().value());
}

static void a_person_signs_in() {
    for (const auto response_type : {SsoResponse::Code, SsoResponse::Token}) {
        const Agent agent(sandbox_config().product_id("up", 10006));
        std::thread person([] {
            const auto url = next_page();
            CHECK(url.find(encoded("/") + "signed-in") != std::string::npos);
            CHECK(browse(url, "trial", "sign-in").find("You may close this window")
                  != std::string::npos);
        });
        const auto licenses = agent.sso_sign_in("up", "acme",
                                                SsoOptions()
                                                    .port(0)
                                                    .path("/signed-in")
                                                    .response_type(response_type)
                                                    .timeout(LONG)
                                                    .require_state(true)
                                                    .require_signature(false)
                                                    .browser(show));
        person.join();
        CHECK_EQUAL(holder(licenses), "trial@example.com");
        CHECK(licenses.source() == lsagent::Source::Network);
        // From now on without a browser.
        const auto again = agent.user_licenses("up", Credentials::remembered(), Policy::CacheOnly);
        CHECK_EQUAL(holder(again), "trial@example.com");
        const Agent other(sandbox_config().product_id("up", 10007));
        CHECK_THROWS(other.user_licenses("up", Credentials::remembered(), Policy::CacheOnly),
                     Mismatch, "product_id");
        agent.forget_all();
    }
}

// A function that tells by its end that nobody keeps it any more.
struct Shower {
    std::shared_ptr<int> calls = std::make_shared<int>(0);
    bool operator()(std::string_view url) const {
        ++*calls;
        return show(url);
    }
};

static void a_person_signs_in_in_the_background() {
    const Agent agent(sandbox_config());
    std::optional<Shower> shower(std::in_place);
    const std::weak_ptr<int> watch = shower->calls;
    std::optional<SsoOptions> options(SsoOptions().browser(*std::move(shower)));
    shower.reset();
    auto future = agent.sso_sign_in_async("up", "acme", *options);
    CHECK(!watch.expired());
    options.reset();
    browse(next_page(), "several", "sign-in");
    CHECK_EQUAL(future.get().size(), 4U);
    CHECK(watch.expired());

    // The same options, twice at once.
    options.emplace();
    options->browser(show).response_type(SsoResponse::Token);
    Mailbox<std::size_t> told;
    const auto count = [&told](Result<Licenses> result) { told.put(result ? result->size() : 99); };
    const auto first = agent.sso_sign_in_start("up", "acme", *options, count);
    auto second = agent.sso_sign_in_async(std::nothrow, "up", "acme", *options);
    options.reset();
    browse(next_page(), "features", "sign-in");
    browse(next_page(), "features", "sign-in");
    CHECK(first.wait_for(LONG) == Status::Ok && told.await(1)[0] == 1);
    CHECK_EQUAL(holder(second.get().value()), "features@example.com");
}

static void who_does_not_sign_in_is_told_apart() {
    const Agent agent(sandbox_config());
    std::thread person([] { browse(next_page(), "trial", "cancel"); });
    const auto cancelled =
        agent.sso_sign_in(std::nothrow, "up", "acme", SsoOptions().browser(show));
    person.join();
    CHECK_FAILED(cancelled, Credentials, "cancelled in the browser");
    CHECK(cancelled.error().code() == "access_denied");
    CHECK_THROWS(agent.sso_sign_in("up", "acme", SsoOptions().browser(show).timeout(1ms)), Timeout,
                 "nobody has finished");
    next_page();
    CHECK_THROWS(agent.sso_sign_in("up", "nobody", SsoOptions().browser(show)), Refused, "");
    CHECK_THROWS(agent.sso_sign_in_async("up", "nobody").get(), Refused, "");
    SilentServer taken;
    const Address address("http" + taken.base_url().substr(5) + "/");
    const auto port = static_cast<std::uint16_t>(std::stoi(address.port));
    CHECK_THROWS(agent.sso_sign_in("up", "acme", SsoOptions().browser(show).port(port)), Config,
                 address.port.c_str());
}

// Where no browser can be opened, as main has seen to it.
static void a_browser_that_throws_shows_nothing() {
    Lines lines;
    auto config = sandbox_config();
    config.log(LogLevel::Error, [&](auto, std::string_view line) { lines.put(std::string(line)); });
    const Agent agent(config);
    const auto declines = SsoOptions().browser([](auto) { return false; });
    CHECK_THROWS(agent.sso_sign_in("up", "acme", declines), Config, "no browser can be opened");
    CHECK_THROWS(agent.sso_sign_in("up", "acme"), Config, "no browser can be opened");
    const auto throws = SsoOptions().browser([](std::string_view url) -> bool {
        throw std::runtime_error(url.empty() ? "" : "no window");
    });
    CHECK_THROWS(agent.sso_sign_in("up", "acme", throws), Config, "no browser can be opened");
    auto odd = SsoOptions().browser([](auto) -> bool { throw 42; });
    CHECK_THROWS(agent.sso_sign_in_async("up", "acme", odd).get(), Config, "no browser");
    const auto said = lines.await(2);
    CHECK_EQUAL(said.size(), 2U);
    CHECK_EQUAL(said[0], "an exception left a callback: no window");
    CHECK_EQUAL(said[1], "an exception left a callback: it is no std::exception");
    // An empty function takes the former one away.
    CHECK_THROWS(agent.sso_sign_in("up", "acme", odd.browser(nullptr)), Config, "no browser");
    CHECK_EQUAL(lines.await(0).size(), 2U);
}

static void a_sign_in_can_be_cancelled() {
    auto agent = std::make_optional<Agent>(sandbox_config());
    std::optional<Shower> shower(std::in_place);
    const std::weak_ptr<int> watch = shower->calls;
    Mailbox<Status> told;
    const auto tell = [&told, watch](Result<Licenses> result) {
        // By now nobody shows anything any more.
        CHECK(watch.expired());
        told.put(result.error().status());
    };
    const auto task =
        agent->sso_sign_in_start("up", "acme", SsoOptions().browser(*std::move(shower)), tell);
    shower.reset();
    next_page();
    CHECK(task.wait_for(1ms) == Status::Timeout && !watch.expired() && *watch.lock() == 1);
    CHECK(task.cancel() == Status::Ok && told.await(1)[0] == Status::Cancelled);
    CHECK(task.wait_for(LONG) == Status::Ok && watch.expired());
    // Its agent goes while the person is at it.
    auto future = agent->sso_sign_in_async("up", "acme", SsoOptions().browser(show));
    next_page();
    agent.reset();
    CHECK(future.wait_for(0s) == std::future_status::ready);
    CHECK_THROWS(future.get(), Cancelled, "");
}

static void the_address_can_be_had_for_a_browser_of_ones_own() {
    const Agent agent(sandbox_config());
    const auto url = agent.sso_url("up", "acme", SsoResponse::Code, "https://app.example/done");
    CHECK(url.find("/idp/authorize?") != std::string::npos);
    CHECK(url.find(encoded("/") + "done") != std::string::npos);
    const auto token = agent.sso_url(std::nothrow, "up", "acme", SsoResponse::Token);
    CHECK(token && token->find("response_type=token") != std::string::npos && *token != url);
    CHECK(agent.sso_url("up", "acme").find("response_type=code") != std::string::npos);
    CHECK_THROWS(agent.sso_url("up", "nobody"), Refused, "");
}

int main() {
    CHECK(::setenv("PATH", "/nowhere", 1) == 0);
    a_person_signs_in();
    a_person_signs_in_in_the_background();
    who_does_not_sign_in_is_told_apart();
    a_browser_that_throws_shows_nothing();
    a_sign_in_can_be_cancelled();
    the_address_can_be_had_for_a_browser_of_ones_own();
    await_the_last_thread();
    std::cout << "people signed in\n";
    return 0;
}
