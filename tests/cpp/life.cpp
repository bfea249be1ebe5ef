// A license's life: taken into use, checked, described, and given up, in every way that a call has.
#include "check.hpp"

#include <map>

using lsagent::Activation;
using lsagent::Agent;
using lsagent::Credentials;
using lsagent::Decision;
using lsagent::Policy;
using lsagent::Source;

static Credentials key(const std::string &kind) {
    return Credentials::license_key(kind + "-AAAA-BBBB-CCCC");
}

static void a_license_is_held(const Agent &agent) {
    CHECK_THROWS(agent.open_activation("key-product"), NotActivated, "");
    const auto activation = agent.activate("key-product", key("FEAT"));
    CHECK_EQUAL(activation.hardware_id(), "a test's device");
    CHECK(activation.device_id().has_value());
    const auto licenses = activation.licenses();
    CHECK_EQUAL(licenses.size(), std::size_t{1});
    CHECK_EQUAL(licenses.front().license_key(), std::string_view("FEAT-AAAA-BBBB-CCCC"));

    const auto opened = agent.open_activation("key-product");
    const auto stored = opened.check(Policy::CacheOnly);
    CHECK(stored.is_allowed() && stored.source() == Source::Cache);
    CHECK(opened.check("export", Policy::NetworkOnly).source() == Source::Network);
    CHECK_EQUAL(opened.check("nothing").decision(), Decision::DeniedNoFeature);
}

static void a_call_has_every_way(const Agent &agent) {
    auto activation = agent.calls().activate("key-product", key("PERP")).async().get();
    CHECK(activation.calls().check(Policy::NetworkOnly).async().get().is_allowed());
    CHECK(activation.calls().check("nothing").try_get().value().is_allowed() == false);
    Mailbox<Decision> told;
    const auto task = activation.calls().check().start(
        [&told](auto result) { told.put(result.value().decision()); });
    CHECK(task.wait_for(LONG) == lsagent::Status::Ok);
    CHECK_EQUAL(told.await(1).front(), Decision::Allowed);

    const auto call = activation.calls().check();
    const Activation moved = std::move(activation);
    CHECK(call.get().is_allowed());
    CHECK_FAILED(activation.deactivate(std::nothrow), InvalidArgument, "activation");
    CHECK_FAILED(activation.calls().check().try_get(), InvalidArgument, "activation");
}

static void a_call_does_not_keep_its_activation(const Agent &agent) {
    const auto calls = agent.open_activation("key-product").calls();
    CHECK_FAILED(calls.check().try_get(), InvalidArgument, "activation: was moved from");
}

static void it_is_given_up(const Agent &agent) {
    const auto activation = agent.open_activation("key-product");
    activation.deactivate();
    CHECK_THROWS(activation.check(), NotActivated, "");
    CHECK_FAILED(activation.licenses(std::nothrow), NotActivated, "");
    CHECK_FAILED(agent.open_activation(std::nothrow, "key-product"), NotActivated, "");
}

static void what_is_refused_says_why(const Agent &agent) {
    CHECK_THROWS(agent.activate("key-product", key("NONE")), Refused, "");
    CHECK_FAILED(agent.calls().activate("key-product", key("DISA")).try_get(), Refused, "");
    CHECK_THROWS(agent.check("up", key("PERP")), InvalidArgument, "credentials");
    CHECK_THROWS(agent.activate("key-product", Credentials::license_key(std::string("a\0", 2))),
                 InvalidArgument, "license_key: holds a NUL");
    CHECK_THROWS(agent.activate("up", member("two")), InvalidArgument, "license_id");
    CHECK(agent.activate("up", member("two"), 1719215304220010).check().is_allowed());
}

static void it_may_outlive_its_agent(const lsagent::Config &config) {
    std::optional<Agent> agent(agent_of(config));
    const auto activation = agent->activate("key-product", key("UNLI"));
    agent.reset();
    CHECK_FAILED(activation.calls().check().try_get(), Cancelled, "");
    CHECK_FAILED(activation.deactivate(std::nothrow), Cancelled, "");
}

static void an_exception_of_its_callback_is_logged(lsagent::Config config) {
    Lines lines;
    config.log(lsagent::LogLevel::Error,
               [&lines](auto, std::string_view line) { lines.put(std::string(line)); });
    const auto agent = agent_of(config);
    const auto throws = [](auto) { throw std::runtime_error("of the callback"); };
    const auto opened = agent.open_activation("key-product");
    opened.calls().check(Policy::CacheOnly).start(throws);
    CHECK(lines.await(1)[0].find("of the callback") != std::string::npos);
    std::optional<Activation> activated;
    auto promise = std::make_shared<std::promise<Activation>>();
    agent.calls()
        .activate("key-product", key("UNLI"))
        .start([promise](auto result) { promise->set_value(std::move(result).value()); });
    promise->get_future().get().calls().check(Policy::CacheOnly).start(throws);
    CHECK(lines.await(2)[1].find("of the callback") != std::string::npos);
}

static void releases_are_listed(const Agent &agent) {
    const auto activation = agent.open_activation("key-product");
    const auto releases = activation.releases("win64");
    CHECK(releases.size() >= 2 && releases.front().version() == "1.0");
    CHECK(releases.to_json().find("1.0") != std::string::npos);
    const auto one = activation.release("2.0", "win64");
    CHECK_EQUAL(one.size(), std::size_t{1});
    CHECK_EQUAL(one.front().requires_version(), std::string_view("1.0"));
    CHECK(one.front().installation_file()->find("https://") == 0);
    CHECK_THROWS(activation.release("9.9"), Refused, "");
    CHECK_FAILED(activation.release(std::nothrow, nullptr), InvalidArgument, "version");
}

static void variables_are_set(const Agent &agent) {
    const auto activation = agent.open_activation("key-product");
    CHECK(activation.variables().empty());
    activation.set_variables({{"plan", "pro"}, {"seats", "3"}});
    const std::map<std::string, std::string> more{{"seats", "4"}};
    activation.set_variables(more);
    const auto variables = activation.variables();
    CHECK_EQUAL(variables.size(), std::size_t{2});
    for (const lsagent::Variable variable : variables)
        CHECK_EQUAL(variable.value(), variable.name() == "plan" ? "pro" : "4");
    CHECK(variables.to_json().find("seats") != std::string::npos);
    CHECK_FAILED(activation.set_variables(std::nothrow, {}), InvalidArgument, "");
    const std::string broken("a\0", 2);
    CHECK_FAILED(activation.set_variables(std::nothrow, {{broken, "1"}}), InvalidArgument,
                 "names[0]: holds a NUL");
    CHECK_FAILED(activation.set_variables(std::nothrow, {{"a", "1"}, {"b", broken}}),
                 InvalidArgument, "values[1]: holds a NUL");
}

static void a_trial_is_made(const Agent &agent) {
    const auto trial = agent.request_trial("key-trial");
    CHECK(trial.view().is_new() == true && trial.view().license_key());
    const auto again = agent.request_trial("key-trial");
    CHECK(again.view().is_new() == false);
    CHECK_EQUAL(again.view().license_key(), *trial.view().license_key());
    const auto credentials = Credentials::license_key(*trial.view().license_key());
    CHECK(agent.activate("key-trial", credentials).check().is_allowed());
    CHECK_THROWS(agent.request_trial("no-trial", "new@example.com"), NotAllowed, "");
}

static void a_password_is_changed(const Agent &agent) {
    const std::string user = "limit@example.com";
    agent.change_password(user, "secret", "another secret");
    CHECK_THROWS(agent.user_licenses("up", Credentials::password(user, "secret"),
                                     Policy::NetworkOnly),
                 Credentials, "");
    CHECK_FAILED(agent.change_password(std::nothrow, user, "wrong", "other"), Credentials, "");
    CHECK_FAILED(agent.change_password(std::nothrow, user, nullptr, "other"), InvalidArgument,
                 "password");
}

static void files_are_written_and_read(const Agent &agent) {
    const auto folder = std::filesystem::path(needed("LSAGENT_CACHE_DIR")).parent_path();
    const auto file = folder / "request.lic";
    agent.offline_request("key-product", key("TIME"), file);
    CHECK(std::filesystem::file_size(file) > 100);
    // A request is no answer to one.
    CHECK_THROWS(agent.offline_activate("key-product", file), Response, "");
    CHECK_FAILED(agent.offline_activate(std::nothrow, "key-product", folder / "none.lic"),
                 InvalidArgument, "path");
    CHECK_FAILED(agent.offline_request(std::nothrow, "key-product",
                                       Credentials::license_key(std::string("a\0", 2)), file),
                 InvalidArgument, "license_key");
    const auto activation = agent.activate("key-product", key("TIME"));
    CHECK_FAILED(activation.offline_refresh(std::nothrow, file), Response, "");
    activation.offline_deactivation(folder / "deactivation.lic");
    CHECK(std::filesystem::file_size(folder / "deactivation.lic") > 100);
    CHECK_THROWS(agent.open_activation("key-product"), NotActivated, "");
}

int main() {
    const auto config = sandbox_config();
    {
        const auto agent = agent_of(config);
        a_license_is_held(agent);
        a_call_has_every_way(agent);
        a_call_does_not_keep_its_activation(agent);
        releases_are_listed(agent);
        variables_are_set(agent);
        it_is_given_up(agent);
        what_is_refused_says_why(agent);
        a_trial_is_made(agent);
        a_password_is_changed(agent);
        files_are_written_and_read(agent);
    }
    it_may_outlive_its_agent(config);
    an_exception_of_its_callback_is_logged(sandbox_config());
    await_the_last_thread();
    std::cout << "a license was held\n";
    return 0;
}
