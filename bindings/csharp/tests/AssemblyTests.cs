using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LsAgent;

[Tests]
internal static class AssemblyTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Binding = typeof(Agent).Assembly;

    public static void It_refers_to_the_core_library_alone()
    {
        Assert.Sequence(Binding.GetReferencedAssemblies().Select(name => name.Name), "mscorlib");
    }

    public static void Everything_it_uses_is_there_in_this_runtime()
    {
        // Compiling a method resolves every type and member that it names.
        MethodBase[] methods = Binding.GetTypes()
            .Where(type => !type.ContainsGenericParameters && !typeof(Delegate).IsAssignableFrom(type))
            .SelectMany(type => type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
            .Where(method => !method.IsAbstract && !method.ContainsGenericParameters)
            .ToArray();
        Assert.True(methods.Length > 400, $"{methods.Length} methods");
        foreach (MethodBase method in methods)
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    public static void It_has_the_version_of_the_native_library()
    {
        string informational = Binding.GetCustomAttribute<AssemblyInformationalVersionAttribute>().InformationalVersion;
        Assert.Equal(Library.Version, informational);
        Assert.Equal(Library.Version + ".0", Binding.GetName().Version.ToString());
    }

    public static void Every_status_has_the_name_that_c_has()
    {
        foreach (Status status in Enum.GetValues(typeof(Status)))
        {
            string words = Regex.Replace(status.ToString(), "(?<=[a-z])(?=[A-Z])", "_").ToUpperInvariant();
            Assert.Equal(status == Status.Ok ? "LS_OK" : "LS_ERR_" + words, Library.StatusName(status));
        }
        Assert.Equal("unknown status", Library.StatusName((Status)98));
    }

    public static void The_native_library_is_not_taken_from_the_current_folder()
    {
        var paths = Binding.GetCustomAttribute<DefaultDllImportSearchPathsAttribute>();
        Assert.True(paths != null, "the assembly says where to look");
        Assert.Equal(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories, paths.Paths);
    }

    public static void Every_exported_function_is_there()
    {
        // A declaration is bound when it is first used; this looks for all of them.
        MethodInfo[] functions = Binding.GetType("LsAgent.NativeMethods").GetMethods(Declared)
            .Where(method => method.Name.StartsWith("ls_")).ToArray();
        Assert.True(functions.Length > 200, $"{functions.Length} functions");
        foreach (MethodInfo function in functions)
        {
            System.Runtime.InteropServices.Marshal.Prelink(function);
        }
    }

    public static void Everything_public_is_documented()
    {
        string document = File.ReadAllText(Path.ChangeExtension(Binding.Location, ".xml"));
        string[] names = Regex.Matches(document, "<member name=\"([^\"]+)\">").Cast<Match>()
            .Select(match => match.Groups[1].Value).ToArray();
        int members = 0;
        foreach (Type type in Binding.GetExportedTypes())
        {
            Assert.True(names.Contains("T:" + type.FullName), type + " is documented");
            foreach (MemberInfo member in type.GetMembers(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (member is MethodInfo method && method.IsSpecialName
                    || member is ConstructorInfo constructor && constructor.GetParameters().Length == 0
                    || member.Name == "value__")
                {
                    continue;
                }
                string name = $":{type.FullName}.{member.Name.Replace(".ctor", "#ctor")}";
                Assert.True(
                    names.Any(known => known.Substring(1) == name || known.Substring(1).StartsWith(name + "(")),
                    name + " is documented");
                members++;
            }
        }
        Assert.True(members > 200, $"{members} members");
    }

    public static void Every_call_that_is_a_task_takes_what_the_one_that_blocks_takes_and_a_token()
    {
        TasksAreTwins(
            typeof(Agent),
            "ActivateAsync", "ChangePasswordAsync", "CheckAsync", "FetchProductAsync", "LicenseUsersAsync",
            "LicensesAsync", "RequestTrialAsync", "SsoSignInAsync");
        TasksAreTwins(
            typeof(Activation),
            "AcquireSeatAsync", "BorrowAsync", "CheckAsync", "DeactivateAsync", "ReleaseAsync", "ReleasesAsync",
            "ReturnSeatAsync", "SetVariablesAsync", "SyncAsync", "VariablesAsync");
        TasksAreTwins(typeof(Seat), "ReleaseAsync");
    }

    private static void TasksAreTwins(Type type, params string[] names)
    {
        MethodInfo[] methods = type.GetMethods(
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        MethodInfo[] tasks = methods.Where(method => method.Name.EndsWith("Async")).ToArray();
        Assert.Sequence(tasks.Select(task => task.Name).OrderBy(name => name, StringComparer.Ordinal), names);
        foreach (MethodInfo task in tasks)
        {
            string name = task.Name.Substring(0, task.Name.Length - "Async".Length);
            MethodInfo blocks = methods.Single(method => method.Name == name);
            Assert.Equal(TaskOf(blocks.ReturnType), task.ReturnType);
            Assert.Sequence(
                task.GetParameters().Select(Shown),
                blocks.GetParameters().Select(Shown)
                    .Concat(new[] { "System.Threading.CancellationToken cancellationToken = default" }).ToArray());
        }
    }

    private static Type TaskOf(Type result) => result == typeof(void)
        ? typeof(System.Threading.Tasks.Task)
        : typeof(System.Threading.Tasks.Task<>).MakeGenericType(result);

    private static string Shown(ParameterInfo parameter) =>
        $"{parameter.ParameterType} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : string.Empty);

    public static void Times_beyond_what_a_date_can_hold_are_the_first_or_the_last()
    {
        MethodInfo read = Binding.GetType("LsAgent.UnixTime").GetMethod("Read", Declared);
        Assert.Equal(DateTimeOffset.MaxValue, read.Invoke(null, new object[] { long.MaxValue }));
        Assert.Equal(DateTimeOffset.MinValue, read.Invoke(null, new object[] { long.MinValue }));
        Assert.Equal((object)DateTimeOffset.MinValue, read.Invoke(null, new object[] { -62135596800L }));
        Assert.Equal(253402300799L, ((DateTimeOffset)read.Invoke(null, new object[] { 253402300799L })).ToUnixTimeSeconds());
        Assert.Equal(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), read.Invoke(null, new object[] { 0L }));
    }
}
