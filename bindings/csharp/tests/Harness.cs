using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

/// <summary>A class of tests: each public static method without parameters is one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TestsAttribute : Attribute
{
}

/// <summary>Tests that a test has run in a process with other surroundings; see <see cref="Surroundings"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class StoriesAttribute : Attribute
{
}

/// <summary>Runs the tests whose name holds the first argument, or all of them.</summary>
internal static class Harness
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length > 0 && arguments[0] == "child")
        {
            return ExitTests.Child(arguments);
        }
        if (Environment.GetEnvironmentVariable("LSAGENT_SANDBOX") == null)
        {
            Console.Error.WriteLine("LSAGENT_SANDBOX must say where lsagent-sandbox is");
            return 1;
        }
        bool story = arguments.Length > 1 && arguments[0] == "story";
        string wanted = arguments.LastOrDefault() ?? string.Empty;
        Type kind = story ? typeof(StoriesAttribute) : typeof(TestsAttribute);
        List<MethodInfo> tests = typeof(Harness).Assembly.GetTypes()
            .Where(type => type.IsDefined(kind, false))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(test => Name(test).Contains(wanted))
            .ToList();
        List<string> failures = tests.Select(Failure).Where(failure => failure != null).ToList();
        Sandbox.StopShared();
        // Again, where it is found: at the end.
        failures.ForEach(Console.WriteLine);
        Console.WriteLine($"{tests.Count - failures.Count} passed, {failures.Count} failed");
        return failures.Count == 0 && tests.Count > 0 ? 0 : 1;
    }

    private static string Name(MethodInfo test) => test.DeclaringType.Name + "." + test.Name;

    /// <summary>What went wrong, which is printed as it happens; null for a test that passes.</summary>
    private static string Failure(MethodInfo test)
    {
        Stopwatch time = Stopwatch.StartNew();
        try
        {
            Sandbox.ForgetFaults();
            (test.Invoke(null, null) as Task)?.GetAwaiter().GetResult();
            Console.WriteLine($"ok   {Name(test)} ({time.ElapsedMilliseconds} ms)");
            return null;
        }
        catch (Exception exception)
        {
            Exception cause = (exception as TargetInvocationException)?.InnerException ?? exception;
            string failure = $"FAIL {Name(test)}\n{cause}";
            Console.WriteLine(failure);
            return failure;
        }
    }
}

internal sealed class AssertionException : Exception
{
    internal AssertionException(string message) : base(message)
    {
    }
}

internal static class Assert
{
    /// <summary>How long to wait for what must come at all; no measure of speed.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static void True(bool condition, string what)
    {
        if (!condition)
        {
            throw new AssertionException("not so: " + what);
        }
    }

    internal static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new AssertionException($"expected {Show(expected)}, got {Show(actual)}");
        }
    }

    internal static void Sequence<T>(IEnumerable<T> actual, params T[] expected)
    {
        T[] got = actual.ToArray();
        if (!got.SequenceEqual(expected))
        {
            throw new AssertionException(
                $"expected [{string.Join(", ", expected)}], got [{string.Join(", ", got)}]");
        }
    }

    internal static void Contains(string part, string text)
    {
        True(text != null && text.Contains(part), $"{Show(part)} is in {Show(text)}");
    }

    internal static void Lacks(string part, string text)
    {
        True(text.IndexOf(part, StringComparison.Ordinal) < 0, $"{Show(part)} is not in {Show(text)}");
    }

    /// <summary>The exception of exactly this class that the action throws.</summary>
    internal static T Throws<T>(Action action) where T : Exception
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception.GetType() == typeof(T))
        {
            return (T)exception;
        }
        throw new AssertionException("no " + typeof(T).Name);
    }

    internal static T Throws<T>(Task task) where T : Exception
    {
        return Throws<T>(() =>
        {
            Ends(((IAsyncResult)task).AsyncWaitHandle.WaitOne(Patience), "the task");
            task.GetAwaiter().GetResult();
        });
    }

    internal static void Ends(bool ended, string what)
    {
        True(ended, $"{what} ended within {Patience}");
    }

    private static string Show(object value) => value == null ? "null" : $"<{value}>";
}
