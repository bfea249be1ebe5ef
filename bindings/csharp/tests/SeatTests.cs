using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>Floating seats, and what is metered.</summary>
[Tests]
internal static class SeatTests
{
    private const string Product = "key-product";

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    public static void A_seat_is_held_until_it_is_disposed()
    {
        using (Agent agent = NewAgent())
        using (Activation activation = Activate(agent, "FLOA"))
        {
            Assert.Equal(Decision.DeniedNoSeat, activation.Check().Decision);
            Seat seat = activation.AcquireSeat(), other = activation.AcquireSeat();
            Assert.True(seat.IsHeld && other.IsHeld, "two handles hold the seat");
            Assert.True(seat.ExpiresAt > DateTimeOffset.UtcNow, "its end is ahead");
            Assert.True(activation.Check().IsAllowed, "it may be used");
            seat.Release();
            seat.Release();
            Assert.True(!seat.IsHeld && seat.ExpiresAt == null && other.IsHeld, "one of them has let go");
            other.Release();
            Assert.Equal(Decision.DeniedNoSeat, activation.Check().Decision);
            seat.Dispose();
            seat.Dispose();
            Assert.True(!seat.IsHeld, "a disposed one is not held");
            Assert.Throws<ObjectDisposedException>(() => seat.Release());
            other.Dispose();
        }
    }

    public static async Task A_seat_has_tasks()
    {
        using (Agent agent = NewAgent())
        using (Activation activation = Activate(agent, "FLOA"))
        {
            using (Seat seat = await activation.AcquireSeatAsync())
            {
                Assert.True(seat.IsHeld, "it is held");
                await seat.ReleaseAsync();
                Assert.True(!seat.IsHeld, "it is released");
            }
            Assert.True(await activation.BorrowAsync() > DateTimeOffset.UtcNow, "it is borrowed");
            Assert.True((await activation.CheckAsync(null, Policy.CacheOnly)).IsAllowed, "it may be used");
            await activation.ReturnSeatAsync();
            var cancelled = new CancellationToken(true);
            foreach (Task task in new Task[]
            {
                activation.AcquireSeatAsync(null, null, cancelled),
                activation.BorrowAsync(null, null, null, cancelled),
                activation.ReturnSeatAsync(null, cancelled),
                activation.SyncAsync(cancelled),
            })
            {
                Assert.Throws<TaskCanceledException>(task);
            }
            await activation.SyncAsync();
        }
    }

    public static void A_loss_is_heard_once()
    {
        using (Agent agent = NewAgent())
        using (Activation activation = Activate(agent, "FLOA"))
        using (var lost = new ManualResetEventSlim())
        {
            var heard = new List<string>();
            using (Seat seat = activation.AcquireSeat(null, (what, error) =>
            {
                heard.Add($"{what}: {error.Status}");
                lost.Set();
            }))
            {
                TakeAllSeats();
                Assert.Equal(Decision.DeniedNoSeat, activation.Check(null, Policy.NetworkOnly).Decision);
                Assert.True(lost.Wait(Long), "the loss is reported");
                Assert.True(!seat.IsHeld, "it is not held any more");
            }
            Assert.Throws<NoSeatException>(() => activation.AcquireSeat());
            Assert.Equal("Lost: NoSeat", heard.Single());
        }
    }

    public static void The_callback_may_dispose_everything()
    {
        Agent agent = NewAgent();
        Activation activation = Activate(agent, "FLOA");
        Seat seat = null;
        using (var done = new ManualResetEventSlim())
        {
            seat = activation.AcquireSeat(null, (what, error) =>
            {
                seat.Dispose();
                activation.Dispose();
                agent.Dispose();
                done.Set();
            });
            TakeAllSeats();
            try
            {
                activation.Check(null, Policy.NetworkOnly);
            }
            catch (OperationCanceledException)
            {
                // The agent was disposed meanwhile.
            }
            Assert.True(done.Wait(Long), "the loss is reported");
        }
    }

    public static void What_the_callback_throws_is_reported()
    {
        var thrown = new List<Exception>();
        using (var reported = new ManualResetEventSlim())
        {
            AgentOptions options = Options();
            options.CallbackFailed = exception =>
            {
                thrown.Add(exception);
                reported.Set();
            };
            using (var agent = new Agent(options))
            using (Activation activation = Activate(agent, "FLOA"))
            using (activation.AcquireSeat(null, (what, error) => throw new InvalidOperationException("on purpose")))
            {
                TakeAllSeats();
                activation.Check(null, Policy.NetworkOnly).Dispose();
                Assert.True(reported.Wait(Long), "the exception is reported");
            }
        }
        Assert.Equal("on purpose", thrown.Single().Message);
    }

    public static void A_seat_is_borrowed_and_returned()
    {
        using (Agent agent = NewAgent())
        using (Activation activation = Activate(agent, "FLOA"))
        {
            DateTimeOffset wanted = DateTimeOffset.UtcNow.AddHours(8);
            DateTimeOffset end = activation.Borrow(null, wanted);
            Assert.True(end <= wanted && end > wanted.AddSeconds(-2), "it lasts as long as was asked for");
            activation.ReturnSeat();
            activation.ReturnSeat();
            Assert.Throws<NotAllowedException>(() => activation.Borrow(null, wanted.AddDays(2)));
            Assert.Throws<InvalidArgumentException>(
                () => activation.Borrow(null, DateTimeOffset.FromUnixTimeSeconds(0)));
        }
        using (Agent agent = NewAgent())
        using (Credentials right = Credentials.Password("seats@example.com", "secret"))
        using (Credentials wrong = Credentials.Password("seats@example.com", "wrong"))
        using (Activation activation = agent.Activate("up", right))
        {
            Assert.Throws<CredentialsException>(() => activation.Borrow(null, null, wrong));
            Assert.True(activation.Borrow(null, null, right) > DateTimeOffset.UtcNow, "it is borrowed");
            activation.ReturnSeat();
        }
    }

    public static void What_is_metered_is_counted_here_and_sent_later()
    {
        Sandbox.Shared.Control("DELETE", "/state");
        AgentOptions options = Options();
        options.ConsumptionSync = TimeSpan.Zero;
        options.ConsumptionDelivery = Delivery.AtLeastOnce;
        options.ReleaseSeats = false;
        using (var agent = new Agent(options))
        {
            using (Activation activation = Activate(agent, "CONS"))
            {
                activation.Consume(2);
                activation.Consume(3);
                Balance balance = activation.Balance();
                Assert.Equal(7, balance.Total);
                Assert.Equal(100, balance.Limit);
                Assert.Equal(5, balance.Unsent);
                Assert.Equal(0, balance.Uncertain);
                activation.Sync();
                Assert.Equal(12, activation.Balance().Total);
                Assert.Throws<QuotaException>(() => activation.Consume(89));
                Assert.Throws<NotAllowedException>(() => activation.Consume(-1));
                Assert.Throws<InvalidArgumentException>(() => activation.Consume(0));
            }
            using (Activation activation = Activate(agent, "METR"))
            {
                activation.Consume(4, "prints");
                Assert.Throws<QuotaException>(() => activation.Consume(1, "prints"));
                Assert.True(activation.Balance("scans").Limit == null, "it is unlimited");
            }
        }
    }

    public static void A_seat_outlives_its_agent()
    {
        Agent agent = NewAgent();
        Activation activation = Activate(agent, "FLOA");
        using (Seat seat = activation.AcquireSeat())
        {
            activation.Dispose();
            Assert.True(seat.IsHeld, "it is the agent's");
            agent.Dispose();
            Assert.True(!seat.IsHeld, "it went with the agent");
            Assert.Throws<OperationCanceledException>(() => seat.Release());
        }
        AgentOptions options = Options();
        options.ConsumptionSync = TimeSpan.FromSeconds(-1);
        Assert.Throws<InvalidArgumentException>(() => new Agent(options));
    }

    private static void TakeAllSeats() => Sandbox.Shared.Control(
        "PUT",
        "/state/seats",
        "{\"license_key\":\"FLOA-AAAA-BBBB-CCCC\",\"free_all\":true,\"take\":[\"first\",\"second\"]}");

    private static Activation Activate(Agent agent, string kind)
    {
        if (kind == "FLOA")
        {
            // Devices of tests that have ended leave the license to this one.
            Sandbox.Shared.Control("DELETE", "/state");
        }
        using (Credentials key = Credentials.LicenseKey(kind + "-AAAA-BBBB-CCCC"))
        {
            return agent.Activate(Product, key);
        }
    }

    /// <summary>Of an agent on a device that nobody else is.</summary>
    private static AgentOptions Options()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.DeviceId = Guid.NewGuid().ToString("N");
        return options;
    }

    private static Agent NewAgent() => new Agent(Options());
}
