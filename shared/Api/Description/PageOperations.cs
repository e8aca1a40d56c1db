using Microsoft.AspNetCore.Http;
using Tipstaff.Exports;
using Tipstaff.Pages;

namespace Tipstaff.Api.Description;

/// <summary>The pages and their files.</summary>
internal static class PageOperations
{
    private const string Links = "Links of mails";
    private const string Site = "Pages";

    // What the forms of SubscribeForm and ManageForm have.
    private static readonly string[] SubscribeFields = ["form", "email", "court", "docketNumber", "query", "everyDocket", "cadence", "channel"];
    private static readonly string[] ManageFields =
        ["token", "do", "id", "version", "cadence", "digestHour", "digestTimeZone", "digestDay", "include", "exclude", "sure"];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        Get("/confirm", "getConfirm", "What waits to be confirmed, with a button.", Links) with { Parameters = [ApiParameters.LinkToken], Answers = OfLinks },
        Post("/confirm", "postConfirm", "Confirms it.", Links, ApiBodies.Form("""{"token":"TOKEN"}""", ["token", "shown"], "token")) with
        {
            Answers = [.. OfLinks, ApiAnswers.Page("The page of the form, whose field shown this is, showed something else than is pending by now. Nothing is confirmed.", StatusCodes.Status409Conflict)],
        },
        Get("/unsubscribe", "getUnsubscribe", "What the link would end, with a button.", Links) with { Parameters = [ApiParameters.LinkToken], Answers = OfLinks },
        Post("/unsubscribe", "postUnsubscribe", "Ends it, at one click of a mail program too (RFC 8058).", Links, ApiBodies.Form("""{"List-Unsubscribe":"One-Click"}""", ["token", "List-Unsubscribe"])) with
        {
            Parameters = [ApiParameters.LinkToken],
            Answers = OfLinks,
        },
        Get("/manage", "getManage", "All that its owner follows, with forms to change it.", Links) with { Parameters = [ApiParameters.LinkToken], Answers = OfLinks },
        Post("/manage", "postManage", "Changes, confirms, exports or erases, by one of these forms.", Links, ApiBodies.Form("""{"token":"TOKEN","do":"export"}""", ManageFields, "token", "do")) with
        {
            Answers =
            [
                new(StatusCodes.Status200OK, "Done, and all anew; the file for export.")
                {
                    Contents = [new(ApiAnswers.PageType), new(ApiBody.Json, typeof(SubscriberExportJson), ApiSamples.Export)],
                    SomeHeaders = [ApiHeaders.Disposition],
                },
                ApiAnswers.Page("The form is none of ours, its token is not, or a field is wrong.", StatusCodes.Status400BadRequest),
                Foreign,
                ApiAnswers.Page("There is no such subscription of its owner.", StatusCodes.Status404NotFound),
                ApiAnswers.Page("It was changed elsewhere meanwhile, has ended, or has no webhook that could be used.", StatusCodes.Status409Conflict),
                ApiAnswers.Page("The webhook's URL did not pass its challenge.", StatusCodes.Status422UnprocessableEntity),
                Expired,
            ],
        },
        Get("/", "getHome", "The first page: the form with which people ask for alerts.", Site) with { Answers = [ApiAnswers.Page("The page.")] },
        Get("/subscribe", "getSubscribe", "The same form.", Site) with { Answers = [ApiAnswers.Page("The page.")] },
        Post("/subscribe", "postSubscribe", "What that form sends; programs use POST /api/subscriptions.", Site, ApiBodies.Form("""{"form":"TOKEN","email":"ada@example.com","court":"nysd","docketNumber":"1:24-cv-01234"}""", SubscribeFields, "form", "email")) with
        {
            Answers =
            [
                ApiAnswers.Page("Taken, whether or not the address is known."),
                ApiAnswers.Page("The form again, with what is wrong.", StatusCodes.Status400BadRequest),
                Foreign,
            ],
        },
        Get("/status", "getStatus", "How the courts are, gaps, the newest entries and mails.", Site) with { Answers = [ApiAnswers.Page("The page.")] },
        Get(SiteStyle.Path, "getStyle", "The pages' style.", Site) with { Parameters = [ApiParameters.IfNoneMatch], Answers = File("text/css") },
        Get(SiteScript.Path, "getScript", "The pages' script, which none of them needs.", Site) with { Parameters = [ApiParameters.IfNoneMatch], Answers = File("text/javascript") },
    ];

    private static IReadOnlyList<ApiAnswer> OfLinks =>
        [ApiAnswers.Page("The page."), ApiAnswers.Page("The token is none of ours.", StatusCodes.Status400BadRequest), Expired];

    private static ApiAnswer Expired => ApiAnswers.Page("The token has expired.", StatusCodes.Status410Gone);

    private static ApiAnswer Foreign => ApiAnswers.Page("A browser says that another site had the form sent.", StatusCodes.Status403Forbidden);

    private static IReadOnlyList<ApiAnswer> File(string mediaType) =>
        [new ApiAnswer(StatusCodes.Status200OK, "The file.") { Contents = [new(mediaType)] }.Tagged(), ApiAnswers.NotModified];

    private static ApiOperation Get(string path, string id, string summary, string tag) => new(HttpMethods.Get, path, id, summary) { Tag = tag };

    private static ApiOperation Post(string path, string id, string summary, string tag, ApiBody body) =>
        new(HttpMethods.Post, path, id, summary) { Tag = tag, Body = body };
}
