using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

/// <summary>
/// A process of its own for tests that would meet what this user has: the platform's secret store, or the
/// browser. It has no bus on which a Secret Service could be asked, and another home.
/// </summary>
internal static class Surroundings
{
    /// <summary>Plays a test of a class of <see cref="StoriesAttribute"/>.</summary>
    internal static void Play(string story, IDictionary<string, string> more = null)
    {
        var start = new ProcessStartInfo(
            Process.GetCurrentProcess().MainModule.FileName,
            $"\"{typeof(Surroundings).Assembly.Location}\" story {story}")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        string home = Scratch.Folder();
        Directory.CreateDirectory(home);
        foreach (string name in new[] { "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY" })
        {
            start.EnvironmentVariables.Remove(name);
        }
        foreach (string name in new[] { "HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME" })
        {
            start.EnvironmentVariables[name] = home;
        }
        foreach (KeyValuePair<string, string> variable in more ?? new Dictionary<string, string>())
        {
            start.EnvironmentVariables[variable.Key] = variable.Value;
        }
        using (Process child = Process.Start(start))
        {
            // The sandbox ends with the process, so that this comes to an end.
            string said = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            Assert.True(child.ExitCode == 0 && said.Contains("1 passed, 0 failed"), $"{story} is played: {said}");
        }
    }

    /// <summary>A folder with a program.</summary>
    internal static string WithProgram(string name, string script)
    {
        string folder = Scratch.Folder();
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, name);
        File.WriteAllText(file, script);
        using (Process chmod = Process.Start(new ProcessStartInfo("chmod", $"755 \"{file}\"") { UseShellExecute = false }))
        {
            chmod.WaitForExit();
            Assert.Equal(0, chmod.ExitCode);
        }
        return folder;
    }
}
