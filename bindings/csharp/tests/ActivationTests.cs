using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LsAgent;

/// <summary>A license's life: taken into use, checked, described and given up.</summary>
[Tests]
internal static class ActivationTests
{
    private const string Product = "key-product";

    public static void A_license_is_held_checked_and_given_up()
    {
        using (Agent agent = NewAgent(out string device))
        {
            Assert.Throws<NotActivatedException>(() => agent.OpenActivation(Product));
            using (Activation activation = Activate(agent, "FEAT"))
            using (Licenses licenses = activation.Licenses())
            {
                Assert.Equal(device, activation.HardwareId);
                Assert.True(activation.DeviceId != null, "the device has a number");
                Assert.Equal("FEAT-AAAA-BBBB-CCCC", licenses.Single().LicenseKey);
            }
            using (Activation opened = agent.OpenActivation(Product))
            {
                Assert.Equal(Source.Cache, opened.Check(null, Policy.CacheOnly).Source);
                Assert.Equal(Source.Network, opened.Check("export", Policy.NetworkOnly).Source);
                Assert.Equal(Decision.DeniedNoFeature, opened.Check("nothing").Decision);
                opened.Deactivate();
                Assert.Throws<NotActivatedException>(() => opened.Check());
                Assert.Throws<NotActivatedException>(() => opened.Licenses());
            }
            Assert.Throws<NotActivatedException>(() => agent.OpenActivation(Product));
        }
    }

    public static void A_second_device_is_one_too_many()
    {
        using (Agent agent = NewAgent(out _), other = NewAgent(out _))
        using (Activation first = Activate(agent, "LIM1"))
        {
            var limit = Assert.Throws<ActivationLimitException>(() => Activate(other, "LIM1"));
            Assert.Equal("license_activated_max_times", limit.Code);
            first.Deactivate();
            using (Activation second = Activate(other, "LIM1"))
            {
                Assert.True(second.Check().IsAllowed, "the other device has it now");
                second.Deactivate();
            }
        }
    }

    public static async Task Every_call_to_the_server_has_a_task()
    {
        using (Agent agent = NewAgent(out _))
        using (Credentials key = Key("PERP"))
        using (Activation activation = await agent.ActivateAsync(Product, key))
        {
            Assert.True((await activation.CheckAsync(null, Policy.NetworkOnly)).IsAllowed, "it may be used");
            Assert.True(!(await activation.CheckAsync("nothing")).IsAllowed, "but not that feature");
            await activation.SetVariablesAsync(new Dictionary<string, string> { { "plan", "pro" } });
            Assert.Equal("pro", (await activation.VariablesAsync()).Single().Value);
            Assert.Equal(1, (await activation.ReleasesAsync("linux64")).Count);
            Assert.Equal("2.0", (await activation.ReleaseAsync("2.0", "win64")).Version);
            await activation.DeactivateAsync();
            Assert.Throws<NotActivatedException>(activation.CheckAsync());
            Assert.True((await agent.RequestTrialAsync("key-trial")).IsNew == true, "a trial is made");
            Assert.Throws<CredentialsException>(
                agent.ChangePasswordAsync("valid@example.com", "wrong", "another"));
        }
    }

    public static void A_task_whose_token_is_cancelled_asks_nothing()
    {
        // Of its own: at the shared one requests of tests that have ended may still come in.
        using (var sandbox = new Sandbox())
        using (Agent agent = sandbox.Agent())
        using (Credentials key = Key("PERP"))
        using (Activation activation = Activate(agent, "PERP"))
        {
            int before = sandbox.Requests();
            var cancelled = new CancellationToken(true);
            foreach (Task task in new Task[]
            {
                agent.ActivateAsync(Product, key, 0, cancelled),
                agent.RequestTrialAsync("key-trial", null, cancelled),
                agent.ChangePasswordAsync("valid@example.com", "wrong", "another", cancelled),
                activation.CheckAsync(null, Policy.NetworkOnly, cancelled),
                activation.DeactivateAsync(cancelled),
                activation.VariablesAsync(cancelled),
            })
            {
                Assert.Throws<TaskCanceledException>(task);
            }
            Assert.Equal(before, sandbox.Requests());
        }
    }

    public static void A_user_with_several_licenses_says_which()
    {
        using (Agent agent = NewAgent(out _))
        using (Credentials user = Credentials.Password("two@example.com", "secret"))
        {
            var which = Assert.Throws<InvalidArgumentException>(() => agent.Activate("up", user));
            Assert.Contains("license_id", which.Message);
            using (Activation activation = agent.Activate("up", user, 1719215304220010))
            using (Licenses licenses = activation.Licenses())
            {
                Assert.Equal(1719215304220010, licenses[0].Id);
                activation.Deactivate();
            }
        }
    }

    public static void What_is_refused_says_why()
    {
        using (Agent agent = NewAgent(out _))
        using (Credentials key = Key("PERP"))
        {
            Assert.Equal("license_not_found", Assert.Throws<RefusedException>(() => Activate(agent, "NONE")).Code);
            Assert.Equal("license_not_enabled", Assert.Throws<RefusedException>(() => Activate(agent, "DISA")).Code);
            var user = Assert.Throws<InvalidArgumentException>(() => agent.Check("up", key));
            Assert.Contains("credentials", user.Message);
            Assert.Throws<ArgumentNullException>(() => Credentials.LicenseKey(null));
            Assert.Throws<ArgumentNullException>(() => agent.Activate(null, key));
            Assert.Throws<ArgumentNullException>(() => agent.Activate(Product, null));
        }
    }

    public static void Releases_are_listed()
    {
        using (Agent agent = NewAgent(out _))
        using (Activation activation = Activate(agent, "PERP"))
        using (Releases releases = activation.Releases("win64"))
        {
            Assert.Equal("1.0", releases[0].Version);
            Assert.Contains("1.0", releases.ToJson());
            Assert.Throws<ArgumentOutOfRangeException>(() => releases[releases.Count].ToString());
            Release release = activation.Release("2.0", "win64");
            Assert.Equal("1.0", release.RequiresVersion);
            Assert.Equal("https://downloads.example.com/2.0/setup.exe", release.InstallationFile);
            Assert.Equal("version_not_found", Assert.Throws<RefusedException>(() => activation.Release("9.9")).Code);
            activation.Deactivate();
        }
    }

    public static void Variables_are_set()
    {
        using (Agent agent = NewAgent(out _))
        using (Activation activation = Activate(agent, "PERP"))
        {
            Assert.Equal(0, activation.Variables().Count);
            activation.SetVariables(new Dictionary<string, string> { { "plan", "pro" }, { "seats", "3" } });
            activation.SetVariables(new Dictionary<string, string> { { "seats", "4" } });
            using (Variables variables = activation.Variables())
            {
                Assert.Sequence(variables.Select(each => each.Name + ":" + each.Value), "plan:pro", "seats:4");
                Assert.Contains("seats", variables.ToJson());
            }
            Assert.Throws<InvalidArgumentException>(() => activation.SetVariables(new Dictionary<string, string>()));
            Assert.Throws<ArgumentNullException>(() => activation.SetVariables(null));
            Assert.Throws<ArgumentNullException>(
                () => activation.SetVariables(new Dictionary<string, string> { { "plan", null } }));
            activation.Deactivate();
        }
    }

    public static void A_trial_is_made_once_for_a_device()
    {
        using (Agent agent = NewAgent(out _))
        {
            Trial trial = agent.RequestTrial("key-trial"), again = agent.RequestTrial("key-trial");
            Assert.True(trial.IsNew == true && again.IsNew == false, "the second is the first");
            Assert.Equal(trial.LicenseKey, again.LicenseKey);
            using (Credentials key = Credentials.LicenseKey(trial.LicenseKey))
            using (Activation activation = agent.Activate("key-trial", key))
            {
                Assert.True(activation.Check().IsAllowed, "the trial may be used");
            }
            Assert.Throws<NotAllowedException>(() => agent.RequestTrial("no-trial", "new@example.com"));
            Assert.Throws<ArgumentNullException>(() => agent.RequestTrial(null));
        }
    }

    public static void A_password_is_changed()
    {
        using (Agent agent = NewAgent(out _))
        {
            agent.ChangePassword("unlimited@example.com", "secret", "another secret");
            using (Credentials old = Credentials.Password("unlimited@example.com", "secret"))
            {
                Assert.Throws<CredentialsException>(() => agent.Activate("up", old));
            }
            agent.ChangePassword("unlimited@example.com", "another secret", "secret");
            Assert.Throws<ArgumentNullException>(() => agent.ChangePassword("a@example.com", null, "another"));
        }
    }

    public static void Files_are_written_and_read()
    {
        string folder = Scratch.Folder();
        Directory.CreateDirectory(folder);
        string request = Path.Combine(folder, "request.lic"), answer = Path.Combine(folder, "answer.lic");
        using (Agent agent = NewAgent(out _))
        using (Credentials key = Key("UNLI"))
        {
            agent.OfflineRequest(Product, key, request);
            // A request is no answer to one.
            Assert.Throws<ResponseException>(() => agent.OfflineActivate(Product, request));
            Assert.Throws<InvalidArgumentException>(() => agent.OfflineActivate(Product, answer));
            File.WriteAllText(answer, Sandbox.Shared.Control("POST", "/portal", File.ReadAllText(request)));
            using (Activation activation = agent.OfflineActivate(Product, answer))
            {
                Assert.True(activation.Check(null, Policy.CacheOnly).IsAllowed, "it may be used");
                activation.OfflineRefresh(answer);
                activation.OfflineDeactivation(request);
                Sandbox.Shared.Control("POST", "/portal", File.ReadAllText(request));
                Assert.Throws<NotActivatedException>(() => activation.Check());
            }
            Assert.Throws<ArgumentNullException>(() => agent.OfflineRequest(Product, key, null));
        }
    }

    public static void Disposing_it_gives_nothing_up()
    {
        using (Agent agent = NewAgent(out _))
        {
            Activation activation = Activate(agent, "PERP");
            activation.Dispose();
            activation.Dispose();
            Assert.Throws<ObjectDisposedException>(() => activation.Check());
            Assert.Throws<ObjectDisposedException>(() => activation.Deactivate());
            Assert.Throws<ObjectDisposedException>(() => activation.Variables());
            Assert.Throws<ObjectDisposedException>(() => activation.HardwareId.ToString());
            using (Activation opened = agent.OpenActivation(Product))
            {
                Assert.True(opened.Check().IsAllowed, "it is active still");
                opened.Deactivate();
            }
        }
    }

    public static void It_ends_with_its_agent()
    {
        Agent agent = NewAgent(out string device);
        Activation activation = Activate(agent, "PERP");
        agent.Dispose();
        Assert.Throws<OperationCanceledException>(() => activation.Check());
        Assert.Throws<OperationCanceledException>(() => activation.Deactivate());
        Assert.Throws<OperationCanceledException>(activation.CheckAsync());
        Assert.Equal(device, activation.HardwareId);
        activation.Dispose();
    }

    private static Credentials Key(string kind) => Credentials.LicenseKey(kind + "-AAAA-BBBB-CCCC");

    private static Activation Activate(Agent agent, string kind)
    {
        using (Credentials key = Key(kind))
        {
            return agent.Activate(Product, key);
        }
    }

    /// <summary>An agent on a device that nobody else is.</summary>
    private static Agent NewAgent(out string device)
    {
        AgentOptions options = Sandbox.Shared.Options();
        device = options.DeviceId = Guid.NewGuid().ToString("N");
        return new Agent(options);
    }
}
