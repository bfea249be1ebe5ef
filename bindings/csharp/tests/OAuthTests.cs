using System;
using System.Collections.Concurrent;
using System.Linq;
using LsAgent;

/// <summary>The vendor's OAuth client in the place of an API key.</summary>
[Tests]
internal static class OAuthTests
{
    public static void A_token_is_asked_for_where_the_server_says()
    {
        using (var sandbox = new Sandbox())
        {
            Ask(sandbox.ClientOptions());
            Assert.Sequence(sandbox.Calls(), "oauth_url", "token", "user_licenses", "customer_license_users");
        }
    }

    public static void A_token_url_that_is_given_is_not_asked_for()
    {
        using (var sandbox = new Sandbox())
        {
            Ask(sandbox.ClientOptions(sandbox.TokenUrl));
            Assert.Sequence(sandbox.Calls(), "token", "user_licenses", "customer_license_users");
        }
    }

    public static void Id_and_secret_arrive_as_they_were_given()
    {
        using (var sandbox = new Sandbox("--client-id \"an id&=+%\u00e9~*\" --client-secret \"p&\u00e4%25+/?= ~\U0001F511\""))
        {
            AgentOptions options = sandbox.ClientOptions();
            options.ClientId = "an id&=+%\u00e9~*";
            options.ClientSecret = "p&\u00e4%25+/?= ~\U0001F511";
            Ask(options);
        }
    }

    private static void Ask(AgentOptions options)
    {
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            Assert.True(agent.Check("up", user, null, Policy.NetworkOnly).IsAllowed, "allowed");
            Assert.Equal(2, agent.LicenseUsersAsync("up", "test@example.com").GetAwaiter().GetResult().Count);
        }
    }

    public static void An_agent_has_a_key_or_a_client()
    {
        AgentOptions both = Sandbox.Shared.Options();
        both.ClientId = "id";
        both.ClientSecret = "secret";
        Assert.Contains("client", Assert.Throws<ConfigException>(() => new Agent(both)).Message);
        AgentOptions neither = Sandbox.Shared.ClientOptions();
        neither.ClientId = neither.ClientSecret = null;
        Assert.Contains("client", Assert.Throws<ConfigException>(() => new Agent(neither)).Message);
    }

    public static void Half_a_client_is_refused_by_what_is_missing()
    {
        Refused("client_secret", options => options.ClientSecret = null);
        Refused("client_id", options => options.ClientId = null);
        Refused("client_id", options =>
        {
            options.ClientId = options.ClientSecret = null;
            options.TokenUrl = "https://example.com/token";
        });
        Refused("token_url", options => options.TokenUrl = "http://example.com/token");
    }

    private static void Refused(string parameter, Action<AgentOptions> change)
    {
        AgentOptions options = Sandbox.Shared.ClientOptions();
        change(options);
        Assert.Contains(parameter, Assert.Throws<InvalidArgumentException>(() => new Agent(options)).Message);
    }

    public static void A_client_that_is_refused_is_told_without_its_secret()
    {
        const string Marked = "xq7-marked-secret";
        var lines = new ConcurrentQueue<string>();
        AgentOptions options = Sandbox.Shared.ClientOptions();
        options.ClientSecret = Marked;
        options.LogLevel = LogLevel.Debug;
        options.Log = (level, line) => lines.Enqueue(line);
        using (var agent = new Agent(options))
        using (Credentials user = AnswerTests.User("valid"))
        {
            ApiKeyException error = Assert.Throws<ApiKeyException>(() => agent.Check("up", user));
            Assert.Equal("invalid_client", error.Code);
            foreach (string said in lines.Concat(new[] { error.ToString(), options.ToString() }))
            {
                Assert.Lacks(Marked, said);
            }
        }
        Assert.True(lines.Count > 0, "something was logged");
    }
}
