using System;
using System.Linq;
using System.Threading.Tasks;
using LsAgent;

[Tests]
internal static class AnswerTests
{
    public static void A_licensed_user_is_allowed()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = Credentials.Password(Sandbox.Email, Sandbox.Password))
        using (Entitlement entitlement = agent.Check("up", user))
        {
            Assert.True(entitlement.IsAllowed, "allowed");
            Assert.Equal(Decision.Allowed, entitlement.Decision);
            Assert.Equal(Source.Network, entitlement.Source);
            Assert.Equal<DateTimeOffset?>(null, entitlement.ExpiresAt);
            Assert.Equal<LicensingException>(null, entitlement.Fallback);
            Assert.Equal("User Product is licensed.", entitlement.Message);
            Assert.Equal<long?>(9007199254740993, entitlement.License.Id);
            Assert.Contains("\"license\":{\"license\":", entitlement.ToJson());
            TimeSpan age = DateTimeOffset.UtcNow - entitlement.FetchedAt;
            Assert.True(age > TimeSpan.FromMinutes(-1) && age < TimeSpan.FromMinutes(5), "fetched now");
            Assert.Equal(TimeSpan.Zero, entitlement.FetchedAt.Offset);
        }
    }

    public static void A_product_that_is_pinned_is_known_by_its_id()
    {
        AgentOptions options = Sandbox.Shared.Options();
        options.ProductIds["other"] = 1;
        foreach (long id in new long[] { 10006, 10007 })
        {
            options.ProductIds["up"] = id;
            using (var agent = new Agent(options))
            using (Credentials user = User("valid"))
            {
                if (id == 10006)
                {
                    agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
                    continue;
                }
                MismatchException error = Assert.Throws<MismatchException>(
                    () => agent.Check("up", user, null, Policy.NetworkOnly));
                Assert.Contains("product_id", error.Message);
            }
        }
        options.ProductIds["other"] = 0;
        Assert.Contains("product_id", Assert.Throws<InvalidArgumentException>(() => new Agent(options)).Message);
    }

    public static void Every_decision_comes_through()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Decides(agent, "grace", null, Decision.AllowedGrace);
            Decides(agent, "none", null, Decision.DeniedNoLicense);
            Decides(agent, "disabled", null, Decision.DeniedDisabled);
            Decides(agent, "inactive", null, Decision.DeniedInactive);
            Decides(agent, "not-started", null, Decision.DeniedNotStarted);
            Decides(agent, "expired", null, Decision.DeniedExpired);
            Decides(agent, "features", "export", Decision.Allowed);
            Decides(agent, "features", "nothing", Decision.DeniedNoFeature);
            Decides(agent, "features", "old", Decision.DeniedFeatureExpired);
        }
    }

    private static void Decides(Agent agent, string name, string feature, Decision decision)
    {
        using (Credentials user = User(name))
        using (Entitlement entitlement = agent.Check("up", user, feature))
        {
            Assert.Equal(decision, entitlement.Decision);
            Assert.Equal(decision < Decision.DeniedNoLicense, entitlement.IsAllowed);
            Assert.Equal(name == "none", entitlement.License == null);
            if (decision == Decision.AllowedGrace || decision == Decision.DeniedExpired)
            {
                Assert.Equal(entitlement.IsAllowed, entitlement.ExpiresAt > DateTimeOffset.UtcNow);
            }
        }
    }

    public static void Every_field_of_the_published_example_reads()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = Credentials.Password("someuser@somedomain.com", Sandbox.Password))
        using (Licenses licenses = agent.Licenses("up", user))
        {
            Assert.Sequence(licenses.Select(each => each.Id), 10003, 1719215304208059);
            License license = licenses[0];
            Assert.Equal("store_id_for_order_3", license.OrderStoreId);
            Assert.Equal("perpetual", license.LicenseType);
            Assert.Equal<bool?>(true, license.LicenseActive);
            Assert.Equal<bool?>(false, license.IsTrial);
            Assert.Equal<long?>(1, license.MaxLicenseUsers);
            Assert.Equal<DateTimeOffset?>(null, license.ValidityPeriod);
            Assert.Equal("someuser@somedomain.com", license.Holder.Email);
            Assert.Equal("up", license.ProductDetails.ShortCode);
            Assert.Contains("store_id_for_order_3", license.ToJson());
            ReadAll(licenses);
        }
    }

    public static void What_was_not_sent_reads_as_null()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = User("sparse"))
        using (Licenses licenses = agent.Licenses("up", user))
        {
            Assert.Equal(6, licenses.Count);
            Assert.True(licenses.Any(license => license.MaxActivations == null), "a number is absent");
            Assert.True(licenses.Any(license => license.IsTrial == null), "a bool is absent");
            Assert.True(licenses.Any(license => license.OrderStoreId == null), "a text is absent");
            Assert.True(licenses.Any(license => license.ValidityPeriod != null), "a date is there");
            ReadAll(licenses);
        }
    }

    public static void Features_have_their_fields_and_dates()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = User("features"))
        using (Licenses licenses = agent.Licenses("up", user))
        {
            Assert.Sequence(
                licenses[0].ProductFeatures.Select(feature => feature.Code), "export", "render", "cloud", "old");
            Feature render = licenses[0].ProductFeatures[1];
            Assert.Equal<long?>(1000, render.MaxConsumption);
            Assert.Equal<long?>(250, render.TotalConsumptions);
            Assert.Equal("annually", render.ConsumptionPeriod);
            DateTimeOffset ended = licenses[0].ProductFeatures[3].ExpiryDate.Value;
            Assert.True(ended < DateTimeOffset.UtcNow && ended > DateTimeOffset.UtcNow.AddDays(-12), "10 days ago");
            Assert.Throws<ArgumentOutOfRangeException>(() => licenses[0].ProductFeatures[4].ToString());
            Assert.Throws<ArgumentOutOfRangeException>(() => licenses[-1].ToString());
        }
    }

    public static void Text_beyond_ascii_comes_through_both_ways()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = User("unicode"))
        using (Licenses licenses = agent.Licenses("up", user))
        {
            string all = licenses.ToJson() + licenses[0].Holder.FirstName + licenses[0].Holder.LastName;
            Assert.True(all.Any(letter => letter > 0x7f), "letters beyond ASCII");
            Assert.True(all.Any(char.IsSurrogate), "beyond the basic plane");
            Assert.True(all.IndexOf('\ufffd') < 0, "nothing was replaced");
            InvalidArgumentException refused = Assert.Throws<InvalidArgumentException>(
                () => licenses.Check(new string('\u20ac', 342)).Dispose());
            Assert.Contains("product", refused.Message);
            // 341 times 3 bytes fit into 1,024.
            licenses.Check(new string('\u20ac', 341)).Dispose();
        }
    }

    public static void A_feature_code_of_any_script_is_asked_for()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = User("features"))
        using (Entitlement entitlement = agent.Check("up", user, "\u00fcber \ud83d\ude00"))
        {
            Assert.Equal(Decision.DeniedNoFeature, entitlement.Decision);
            Assert.Contains("\u00fcber \ud83d\ude00", entitlement.ToJson());
        }
    }

    public static void An_entitlement_outlives_the_licenses_it_was_made_of()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        using (Credentials user = User("features"))
        {
            Entitlement entitlement;
            using (Licenses licenses = agent.Licenses("up", user))
            {
                entitlement = licenses.Check("up", "export");
            }
            using (entitlement)
            {
                Assert.True(entitlement.IsAllowed, "allowed");
                Assert.Equal(4, entitlement.License.ProductFeatures.Count);
            }
        }
    }

    public static void The_users_of_a_customer_are_listed()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            using (LicenseUsers users = agent.LicenseUsers("up", "test@example.com"))
            {
                Assert.Equal("test@example.com", users.Customer.Email);
                Assert.Sequence(users.Select(user => user.Email), "test1@example.com", "test2@example.com");
                Assert.Equal<bool?>(true, users[0].IsActive);
                Assert.True(users[0].InitialPassword != null, "an answer of the server has initial passwords");
                Assert.Contains("test1@example.com", users.ToJson());
                Assert.Equal(Source.Network, users.Source);
                Assert.True(users.FetchedAt.Year > 2000, "fetched at some time");
                users.ToList().ForEach(Fields.Read);
            }
            using (LicenseUsers stored = agent.LicenseUsers("up", "test@example.com", Policy.CacheOnly))
            {
                Assert.Equal(Source.Cache, stored.Source);
                Assert.Equal<string>(null, stored[0].InitialPassword);
            }
            using (LicenseUsers nobody = agent.LicenseUsers("up", "empty@example.com"))
            {
                Assert.Equal(0, nobody.Count);
            }
        }
    }

    public static void A_large_answer_is_read_whole()
    {
        Sandbox.Shared.Users(20000);
        using (Agent agent = Sandbox.Shared.Agent())
        using (LicenseUsers users = agent.LicenseUsers("up", "huge@example.com"))
        {
            Assert.Equal(20000, users.Count);
            Assert.Equal(20000, users.Select(user => user.Email).Distinct().Count());
        }
    }

    public static void All_four_sign_ins_work()
    {
        using (Agent agent = Sandbox.Shared.Agent())
        {
            Allowed(agent, Credentials.Password(Sandbox.Email, Sandbox.Password), Policy.NetworkOnly);
            Allowed(agent, Credentials.Remembered(), Policy.CacheFirst);
            Allowed(agent, Credentials.Remembered(Sandbox.Email), Policy.CacheOnly);
            Allowed(agent, Credentials.IdToken("token:" + Sandbox.Email, "acme"), Policy.NetworkOnly);
            using (Credentials code = Credentials.Code("code:" + Sandbox.Email + ":" + Guid.NewGuid(), "acme"))
            {
                agent.Check("up", code, null, Policy.NetworkOnly).Dispose();
                // A code is good for one use.
                Assert.Throws<CredentialsException>(() => agent.Check("up", code, null, Policy.NetworkOnly));
            }
        }
    }

    private static void Allowed(Agent agent, Credentials credentials, Policy policy)
    {
        using (credentials)
        using (Entitlement entitlement = agent.Check("up", credentials, null, policy))
        {
            Assert.True(entitlement.IsAllowed, "allowed");
        }
    }

    public static void The_store_answers_when_the_server_is_gone_until_it_is_forgotten()
    {
        using (Credentials user = User("valid"))
        using (var sandbox = new Sandbox())
        using (Agent agent = sandbox.Agent())
        {
            agent.Check("up", user).Dispose();
            sandbox.Dispose();
            using (Entitlement entitlement = agent.Check("up", user, null, Policy.NetworkFirst))
            {
                Assert.Equal(Source.Cache, entitlement.Source);
                Assert.Equal(Status.Network, entitlement.Fallback.Status);
                Assert.True(entitlement.Fallback is NetworkException, "its class is that of its status");
            }
            Assert.Throws<NetworkException>(() => agent.Check("up", user, null, Policy.NetworkOnly));
            agent.Forget("somebody.else@example.com");
            agent.Check("up", user, null, Policy.CacheOnly).Dispose();
            agent.Forget(Sandbox.Email);
            Assert.Throws<NotCachedException>(() => agent.Check("up", user, null, Policy.CacheOnly));
            agent.ForgetAll();
        }
    }

    public static void The_clock_offset_is_told()
    {
        using (Credentials user = User("valid"))
        using (var sandbox = new Sandbox("--clock-offset 7200"))
        using (Agent agent = sandbox.Agent())
        {
            Assert.Equal<TimeSpan?>(null, agent.ClockOffset);
            agent.Check("up", user, null, Policy.NetworkOnly).Dispose();
            double hours = agent.ClockOffset.Value.TotalHours;
            Assert.True(hours > 1.9 && hours < 2.1, $"two hours, not {hours}");
        }
    }

    public static void Licenses_are_allocated_in_an_automation_suite()
    {
        using (var suite = new UiPath(Sandbox.Shared.Options(), Sandbox.Shared.BaseUrl, "wrong"))
        {
            Assert.Throws<CredentialsException>(
                () => suite.AllocateUserLicenses("acme", new[] { "a" }, new[] { "RPADEVNU" }));
            suite.SetAccessToken(Sandbox.Shared.Token);
            using (Allocations allocations = suite.AllocateUserLicenses(
                "acme", new[] { "a", "\u00fc" }, new[] { "RPADEVNU", "ATTUNU" }, true))
            {
                Assert.Sequence(allocations.Select(allocation => allocation.UserId), "a", "\u00fc");
                Assert.Sequence(allocations[1].UserBundleCodes.OrderBy(code => code), "ATTUNU", "RPADEVNU");
                Assert.Equal("acme", allocations[0].OrganizationId);
                Assert.Equal<bool?>(true, allocations[0].UseExternalLicense);
                Assert.Contains("RPADEVNU", allocations.ToJson());
            }
            Assert.Throws<InvalidArgumentException>(
                () => suite.AllocateUserLicenses("acme", new string[0], new[] { "RPADEVNU" }));
            suite.SetMethod(UiPathMethod.Put);
            Assert.Equal<int?>(405, Assert.Throws<RefusedException>(
                () => suite.AllocateUserLicenses("acme", new[] { "a" }, new[] { "RPADEVNU" })).HttpStatus);
            Assert.Throws<InvalidArgumentException>(() => suite.SetMethod((UiPathMethod)3));
        }
    }

    /// <summary>A user of the sandbox.</summary>
    internal static Credentials User(string name) =>
        Credentials.Password(name + "@example.com", Sandbox.Password);

    private static void ReadAll(Licenses licenses)
    {
        foreach (License license in licenses)
        {
            Fields.Read(license);
        }
    }
}

/// <summary>Reads every public property there is, and what it leads to.</summary>
internal static class Fields
{
    internal static void Read(object part)
    {
        foreach (var property in part.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
        {
            object value = property.GetValue(part);
            if (value is System.Collections.IEnumerable list && !(value is string))
            {
                foreach (object element in list)
                {
                    Read(element);
                }
            }
            else if (value != null && value.GetType().Namespace == nameof(LsAgent))
            {
                Read(value);
            }
        }
    }
}
