using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using LsAgent;

[Tests]
internal static class MemoryTests
{
    private const int Checks = 10000;

    // What the runtimes' own ways come to in a round, whatever is done in it: as much was seen for ten
    // thousand agents as for one thousand. A leak of 64 bytes a check is as much, and so is one of 640
    // bytes an agent, which is smaller than any agent.
    private const long Allowed = 640 * 1000;

    private const int Judged = 5;

    private const int MostRounds = 15;

    public static void Ten_thousand_checks_leave_memory_flat()
    {
        StaysFlat((agent, user) => agent.Check("up", user, "export", Policy.CacheOnly).Dispose());
    }

    public static void Ten_thousand_checks_in_the_background_leave_memory_flat()
    {
        StaysFlat((agent, user) =>
            agent.CheckAsync("up", user, "export", Policy.CacheOnly).GetAwaiter().GetResult().Dispose());
    }

    public static void Ten_thousand_results_that_nobody_disposes_leave_memory_flat()
    {
        StaysFlat((agent, user) => agent.Check("up", user, "export", Policy.CacheOnly));
    }

    public static void Ten_thousand_failures_leave_memory_flat()
    {
        StaysFlat((agent, user) =>
        {
            using (Credentials nobody = Credentials.Remembered("nobody@example.com"))
            {
                Assert.Throws<NotCachedException>(() => agent.Check("up", nobody, null, Policy.CacheOnly));
            }
        });
    }

    public static void A_thousand_agents_leave_memory_flat()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.Log = (level, line) => { };
        Flat(1000, () =>
        {
            using (var agent = new Agent(options))
            using (Credentials nobody = Credentials.Remembered("nobody@example.com"))
            {
                Assert.Throws<NotCachedException>(agent.CheckAsync("up", nobody, null, Policy.CacheOnly));
            }
        });
    }

    private static void StaysFlat(Action<Agent, Credentials> check)
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = AnswerTests.User("features"))
        {
            agent.Check("up", user).Dispose();
            Flat(Checks, () => check(agent, user));
        }
    }

    /// <summary>
    /// A leak makes memory grow in every round, the runtimes' own ways in some: what is judged is the median of five.
    /// On a busy machine calls come from more threads, and Mono keeps something of each that has called back, so it may
    /// take some rounds until it has what it wants; with a leak it never has.
    /// </summary>
    private static void Flat(int times, Action work)
    {
        // Some memory stays for good: .NET, for one, keeps a little for each thread of the native library that
        // has called back, until the next collection.
        Repeat(times, work);
        var growth = new List<long>();
        while (growth.Count < MostRounds && !IsFlat(growth))
        {
            long before = Resident();
            Repeat(times, work);
            growth.Add(Resident() - before);
        }
        Assert.True(IsFlat(growth), $"flat: the rounds grew by {string.Join(", ", growth)} bytes");
    }

    private static bool IsFlat(List<long> growth)
    {
        long[] last = growth.Skip(growth.Count - Judged).OrderBy(bytes => bytes).ToArray();
        return last.Length == Judged && last[Judged / 2] < Allowed;
    }

    private static void Repeat(int times, Action work)
    {
        for (int i = 0; i < times; i++)
        {
            work();
        }
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    /// <summary>The process's resident memory, managed and native, in bytes.</summary>
    private static long Resident()
    {
        string[] pages = File.ReadAllText("/proc/self/statm").Split(' ');
        return long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }
}
