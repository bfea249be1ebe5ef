using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LsAgent;

[Tests]
internal static class DoctorTests
{
    public static void Where_everything_works_each_step_says_so()
    {
        var steps = new List<DoctorStep>();
        var threads = new HashSet<int>();
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = Credentials.Password(Sandbox.Email, Sandbox.Password))
        {
            string report = agent.Doctor("up", user, Assert.Patience, step =>
            {
                steps.Add(step);
                threads.Add(Thread.CurrentThread.ManagedThreadId);
            });
            Assert.Contains("\"outcome\":\"ok\"", report);
            Assert.Contains("\"steps\":[" + string.Join(",", steps.Select(step => step.Json)) + "]", report);
            Assert.Lacks(Sandbox.Email, report);
        }
        Assert.True(!threads.Contains(Thread.CurrentThread.ManagedThreadId), "on a thread of the agent");
        Assert.Equal("settings", steps[0].Name);
        Assert.Equal(DoctorStatus.Ok, steps.Single(step => step.Name == "user").Status);
        Assert.Equal(DoctorStatus.Skipped, steps.Single(step => step.Name == "proxy").Status);
        Assert.True(steps.All(step => step.Sentence.Length > 0), "each has a sentence");
    }

    public static void The_step_that_fails_is_named_and_a_callback_that_throws_ends_nothing()
    {
        Sandbox.Shared.Fault("{\"fault\": \"html\"}");
        int failures = 0;
        AgentOptions options = Sandbox.Shared.Options();
        options.CallbackFailed = exception => Interlocked.Increment(ref failures);
        using (var agent = new Agent(options))
        {
            string report = agent.Doctor("up", null, Assert.Patience, step => throw new FormatException());
            Assert.Contains("\"first_failed\":\"http\"", report);
        }
        Assert.Equal(14, failures);
    }

    public static void Arguments_that_it_does_not_take_are_named()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Assert.Throws<InvalidArgumentException>(() => agent.Doctor(string.Empty));
            Assert.Throws<InvalidArgumentException>(() => agent.Doctor(null, null, TimeSpan.Zero));
            Assert.Throws<ArgumentOutOfRangeException>(() => agent.Doctor(null, null, TimeSpan.FromSeconds(-1)));
            agent.Dispose();
            Assert.Throws<ObjectDisposedException>(() => agent.Doctor());
        }
    }
}
