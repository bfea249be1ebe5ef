using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

/// <summary>A browser that fills in the form of the sandbox's identity provider, over plain TCP, and goes where
/// that sends it.</summary>
internal static class ScriptedBrowser
{
    internal const string Person = "trial@example.com";

    /// <summary>Signs in, or cancels, and gives the page that the person is left with.</summary>
    internal static string SignIn(string url, string button = "sign-in")
    {
        string back = FillIn(url, button);
        string page = Get(back);
        return back.Contains("#") ? PostBack(page, back) : page;
    }

    /// <summary>Fills the form in; where that sends the browser.</summary>
    internal static string FillIn(string url, string button = "sign-in")
    {
        Assert.Contains("<form method=\"post\">", Get(url));
        string answer = Request(
            "POST",
            url,
            "Content-Type: application/x-www-form-urlencoded\r\n",
            $"email={Uri.EscapeDataString(Person)}&answer={button}");
        Match location = Regex.Match(answer, "^location: (\\S+)", RegexOptions.IgnoreCase | RegexOptions.Multiline);
        Assert.True(location.Success, "there is a way back");
        return location.Groups[1].Value;
    }

    internal static string Get(string url) => Request("GET", url, "Sec-Fetch-Dest: document\r\n", string.Empty);

    /// <summary>The value of a parameter in an address, or null.</summary>
    internal static string Parameter(string url, string name)
    {
        Match match = Regex.Match(url, $"[?&#]{name}=([^&#]*)");
        return match.Success ? Uri.UnescapeDataString(match.Groups[1].Value.Replace('+', ' ')) : null;
    }

    /// <summary>Whether anybody listens at the address that the page leads back to.</summary>
    internal static bool IsListening(string url)
    {
        var here = new Uri(Parameter(url, "redirect_uri"));
        try
        {
            new TcpClient(here.Host, here.Port).Close();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>What the page for a token does with the fragment of its own address.</summary>
    private static string PostBack(string page, string url)
    {
        Match nonce = Regex.Match(page, "data-nonce=\"([^\"]*)\"");
        Assert.True(nonce.Success, "the page has a nonce");
        string fragment = url.Substring(url.IndexOf('#') + 1);
        return Request(
            "POST",
            url,
            $"Origin: http://{new Uri(url).Authority}\r\n",
            $"nonce={nonce.Groups[1].Value}&fragment={Uri.EscapeDataString(fragment)}");
    }

    /// <summary>The whole answer. As in a browser, the fragment stays at home.</summary>
    private static string Request(string method, string url, string headers, string body)
    {
        var address = new Uri(url);
        using (var client = new TcpClient(address.Host, address.Port))
        using (NetworkStream stream = client.GetStream())
        {
            stream.ReadTimeout = (int)Assert.Patience.TotalMilliseconds;
            byte[] request = Encoding.ASCII.GetBytes(
                $"{method} {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n{headers}"
                + $"Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
            stream.Write(request, 0, request.Length);
            using (var reader = new StreamReader(stream, Encoding.UTF8))
            {
                return reader.ReadToEnd();
            }
        }
    }
}
