using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Operators;

namespace Tipstaff.Tests.Support;

/// <summary>A composer of mails with an invented operator.</summary>
internal static class SomeComposer
{
    public const string Contact = "desk@example.com";

    public static MailOptions Options => new() { From = "alerts@example.com", Domain = "alerts.example.com", OperatorContact = Contact };

    public static PublicLinks Links(TimeProvider? clock = null, params LinkKey[] keys) => new(
        SomeLinks.Tokens(keys),
        Microsoft.Extensions.Options.Options.Create(new LinkOptions { PublicUrl = new Uri("https://alerts.example.com") }),
        clock ?? new ManualTimeProvider());

    public static OperatorMailbox Operators(string address = "operators@example.com") => new(
        Microsoft.Extensions.Options.Options.Create(new OperatorOptions { Address = address }), Microsoft.Extensions.Options.Options.Create(Options));

    public static MailComposer Composer(TimeProvider? clock = null) => new(
        new RazorHtml(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance),
        Links(clock),
        Microsoft.Extensions.Options.Options.Create(Options),
        CourtDirectory.Default,
        Operators(),
        clock ?? new ManualTimeProvider());
}
