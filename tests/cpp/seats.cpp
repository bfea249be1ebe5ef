// Floating seats and what is metered: taken in every way that a call has, lost, borrowed, and counted.
#include "check.hpp"

using lsagent::Activation;
using lsagent::Agent;
using lsagent::Credentials;
using lsagent::Decision;
using lsagent::Error;
using lsagent::Policy;
using lsagent::Seat;
using lsagent::SeatEvent;
using lsagent::Status;

using Events = Mailbox<std::pair<SeatEvent, std::optional<Status>>>;

static Activation activated(const Agent &agent, const std::string &kind) {
    return agent.activate("key-product", Credentials::license_key(kind + "-AAAA-BBBB-CCCC"));
}

static lsagent::SeatCallback into(const std::shared_ptr<Events> &events) {
    return [events](SeatEvent event, const std::optional<Error> &error) {
        events->put({event, error ? std::optional<Status>(error->status()) : std::nullopt});
    };
}

static void take_all_seats() {
    tell_sandbox("PUT", "/state/seats",
                 R"({"license_key":"FLOA-AAAA-BBBB-CCCC","free_all":true,"take":["a","b"]})");
}

static void free_all_seats() {
    tell_sandbox("PUT", "/state/seats",
                 R"({"license_key":"FLOA-AAAA-BBBB-CCCC","free_all":true})");
}

static void a_seat_is_held_as_long_as_its_object_lives(const Agent &agent) {
    const auto activation = activated(agent, "FLOA");
    CHECK_EQUAL(activation.check().decision(), Decision::DeniedNoSeat);
    {
        const auto seat = activation.acquire_seat();
        const auto other = activation.acquire_seat();
        CHECK(seat && seat.is_held() && other.is_held());
        CHECK(seat.expires_at() > std::chrono::system_clock::now());
        CHECK(activation.check().is_allowed());
        seat.give_up();
        CHECK(!seat && !seat.expires_at() && other.is_held());
    }
    const auto seat = activation.acquire_seat(nullptr);
    CHECK(seat.is_held());
    seat.give_up();
    CHECK(seat.give_up(std::nothrow));
    CHECK_EQUAL(activation.check().decision(), Decision::DeniedNoSeat);
}

static void a_call_for_a_seat_has_every_way(const Agent &agent) {
    const auto activation = activated(agent, "FLOA");
    auto seat = activation.calls().acquire_seat().async().get();
    CHECK(seat.is_held());
    Mailbox<bool> told;
    const auto task = activation.calls().acquire_seat().start(
        [&told](auto result) { told.put(result.value().is_held()); });
    CHECK(task.wait_for(LONG) == Status::Ok);
    CHECK(told.await(1).front());
    Seat moved = std::move(seat);
    CHECK(moved.is_held() && !seat.is_held());
    CHECK_FAILED(seat.give_up(std::nothrow), InvalidArgument, "seat");
    moved = activation.acquire_seat();
    CHECK(moved.is_held());
    moved.give_up();
    CHECK_FAILED(activation.calls().acquire_seat(std::string("a\0", 2)).try_get(), InvalidArgument,
                 "feature: holds a NUL");
}

static void a_loss_is_heard_once(const Agent &agent) {
    const auto activation = activated(agent, "FLOA");
    const auto heard = std::make_shared<Events>();
    const auto seat = activation.acquire_seat(nullptr, into(heard));
    take_all_seats();
    CHECK_EQUAL(activation.check(Policy::NetworkOnly).decision(), Decision::DeniedNoSeat);
    CHECK(heard->await(1).front() == std::make_pair(SeatEvent::Lost, std::optional(Status::NoSeat)));
    CHECK(!seat.is_held());
    CHECK_THROWS(activation.acquire_seat(), NoSeat, "");
    free_all_seats();
}

static void its_callback_may_destroy_all_there_is() {
    auto agent = std::make_shared<std::optional<Agent>>(agent_of(sandbox_config()));
    auto activation = std::make_shared<std::optional<Activation>>(activated(**agent, "FLOA"));
    auto seat = std::make_shared<std::optional<Seat>>();
    const auto checking = agent->value().open_activation("key-product");
    Mailbox<bool> done;
    seat->emplace((*activation)->acquire_seat(nullptr, [&](SeatEvent, const auto &) {
        seat->reset();
        activation->reset();
        agent->reset();
        done.put(true);
    }));
    take_all_seats();
    static_cast<void>(checking.calls().check(Policy::NetworkOnly).try_get());
    CHECK(done.await(1).front());
    free_all_seats();
}

static void an_exception_of_its_callback_is_logged() {
    Lines lines;
    auto config = sandbox_config();
    config.log(lsagent::LogLevel::Error,
               [&lines](auto, std::string_view line) { lines.put(std::string(line)); });
    const auto agent = agent_of(config);
    const auto activation = activated(agent, "FLOA");
    const auto seat = activation.acquire_seat(nullptr, [](SeatEvent, const auto &) {
        throw std::runtime_error("of the callback");
    });
    take_all_seats();
    static_cast<void>(activation.check(Policy::NetworkOnly));
    CHECK(lines.await(1).front().find("of the callback") != std::string::npos);
    free_all_seats();
}

static void a_seat_outlives_what_it_came_from() {
    std::optional<Agent> agent(agent_of(sandbox_config()));
    auto activation = std::make_optional(activated(*agent, "FLOA"));
    const auto seat = activation->acquire_seat();
    activation.reset();
    CHECK(seat.is_held());
    agent.reset();
    CHECK(!seat.is_held());
    CHECK_FAILED(seat.give_up(std::nothrow), Cancelled, "");
}

static void a_seat_is_borrowed(const Agent &agent) {
    using namespace std::chrono_literals;
    const auto activation = activated(agent, "FLOA");
    const auto wanted = std::chrono::system_clock::now() + 8h;
    const auto end = activation.borrow(nullptr, wanted);
    CHECK(end <= wanted && end > wanted - 2s);
    CHECK(activation.check(Policy::CacheOnly).is_allowed());
    CHECK_FAILED(activation.borrow(std::nothrow, nullptr, wanted + 48h), NotAllowed, "");
    activation.return_seat();
    CHECK_EQUAL(activation.check().decision(), Decision::DeniedNoSeat);
    CHECK_FAILED(activation.borrow(std::nothrow, nullptr, lsagent::Time()), InvalidArgument, "until");
    const auto person = agent.activate("up", member("seats"));
    CHECK_FAILED(person.borrow(std::nothrow, nullptr, std::nullopt,
                               Credentials::password("seats@example.com", "wrong")),
                 Credentials, "");
    CHECK(person.borrow(nullptr, std::nullopt, member("seats")) > std::chrono::system_clock::now());
    auto moved = member("seats");
    const auto taken = std::move(moved);
    CHECK_FAILED(person.borrow(std::nothrow, nullptr, std::nullopt, moved), InvalidArgument,
                 "credentials");
    CHECK(person.return_seat(std::nothrow));
}

static void what_is_metered_is_counted() {
    using namespace std::chrono_literals;
    auto config = sandbox_config();
    config.consumption_sync(0s).consumption_delivery(lsagent::Delivery::AtLeastOnce);
    const auto agent = agent_of(config.release_seats(false));
    const auto activation = activated(agent, "CONS");
    activation.consume(2);
    activation.consume(3);
    const auto balance = activation.balance();
    CHECK(balance.total() == 7 && balance.limit() == 100 && balance.unsent() == 5);
    CHECK_EQUAL(balance.uncertain(), std::int64_t{0});
    activation.sync();
    CHECK_EQUAL(activation.balance().total(), std::int64_t{12});
    CHECK_THROWS(activation.consume(89), Quota, "");
    CHECK_FAILED(activation.consume(std::nothrow, 0), InvalidArgument, "amount");
    CHECK_FAILED(activation.balance(std::nothrow, "nothing"), InvalidArgument, "feature");
    const auto metered = activated(agent, "METR");
    CHECK(!metered.balance("scans").limit());
    metered.consume(1, "scans");
    CHECK(metered.sync(std::nothrow));
}

int main() {
    {
        const auto agent = agent_of(sandbox_config());
        a_seat_is_held_as_long_as_its_object_lives(agent);
        a_call_for_a_seat_has_every_way(agent);
        a_loss_is_heard_once(agent);
        a_seat_is_borrowed(agent);
    }
    its_callback_may_destroy_all_there_is();
    an_exception_of_its_callback_is_logged();
    a_seat_outlives_what_it_came_from();
    what_is_metered_is_counted();
    await_the_last_thread();
    std::cout << "seats came and went\n";
    return 0;
}
