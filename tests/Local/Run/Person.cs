using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>What a person does with the service: asks, follows links, presses buttons, clicks unsubscribe in a mail program.</summary>
internal sealed class Person(Uri service, string address) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = service };

    /// <summary>Asks for the alerts of a docket, and reads the answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> AskAsync(string docket)
    {
        using var answer = await _client.PostAsJsonAsync(
            new Uri("/api/subscriptions", UriKind.Relative), new { email = address, court = "nysd", docketNumber = docket }, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Opens a link of a mail, as link scanners do too.</summary>
    /// <returns>The page.</returns>
    public async Task<string> OpenAsync(Uri link)
    {
        using var page = await _client.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Presses the button of the page behind a link to confirm.</summary>
    public async Task ConfirmAsync(Uri link)
    {
        var form = new HtmlParser().ParseDocument(await OpenAsync(link)).QuerySelector("form[method=post]")!;
        using var fields = new FormUrlEncodedContent(form.QuerySelectorAll("input[name]")
            .Select(field => KeyValuePair.Create(field.GetAttribute("name")!, field.GetAttribute("value")!)));
        using var page = await _client.PostAsync(new Uri(form.GetAttribute("action")!, UriKind.Relative), fields, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    /// <summary>Clicks unsubscribe in a mail program (RFC 8058).</summary>
    public async Task UnsubscribeAsync(Uri link)
    {
        using var body = new StringContent("List-Unsubscribe=One-Click", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var page = await _client.PostAsync(link, body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    /// <summary>Those of the mails that went to this person.</summary>
    public List<byte[]> Own(IEnumerable<byte[]> mails) => [.. mails.Where(mail => MimeDecoder.RawHeader(mail, "To").Contains(address, StringComparison.Ordinal))];

    /// <summary>The link to confirm of a mail that asks to; null where it is another mail.</summary>
    public static Uri? LinkToConfirm(byte[] mail) =>
        Regex.Match(MimeDecoder.Part(mail, "text/plain"), @"http\S+/confirm\?token=\S+") is { Success: true, Value: var link } ? new Uri(link) : null;

    /// <summary>The link of the header <c>List-Unsubscribe</c>.</summary>
    public static Uri LinkToUnsubscribe(byte[] mail) => new(MimeDecoder.RawHeader(mail, "List-Unsubscribe").Trim('<', '>'));

    public void Dispose() => _client.Dispose();
}
