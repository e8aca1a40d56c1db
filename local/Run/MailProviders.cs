using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Local.Commands;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Local.Storage;
using Tipstaff.Mail;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Run;

/// <summary>The mail providers of this machine, in the order of <c>Mail:Providers</c>.</summary>
/// <param name="Names">Their names, in order; at least one.</param>
internal sealed partial record MailProviders(IReadOnlyList<string> Names)
{
    /// <summary>The folder.</summary>
    public const string Outbox = "outbox";

    /// <summary>The mail server that <c>--smtp</c> names.</summary>
    public const string Smtp = "smtp";

    /// <summary>Whether mails go to the folder, all of them or those that no server takes.</summary>
    public bool HasOutbox => Names.Contains(Outbox);

    /// <summary>The sections of the settings of the mail servers: <c>Smtp</c>, <c>Smtp2</c>, in order.</summary>
    public IReadOnlyList<string> SmtpSections => [.. Names.Where(name => SmtpName.IsMatch(name)).Select(SectionOf)];

    // smtp, smtp2, smtp10
    [GeneratedRegex("^smtp(?:[2-9]|[1-9][0-9])?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmtpName { get; }

    /// <summary>Reads which providers there are.</summary>
    /// <exception cref="CommandFailure">One is unknown or named twice, or <c>--smtp</c> names a server that is not among them.</exception>
    public static MailProviders Of(IConfiguration configuration, RunSettings settings)
    {
        var list = configuration[$"{MailOptions.Section}:{nameof(MailOptions.Providers)}"];
        var names = MailOptions.ReadProviders(list);
        if (names is [])
        {
            return new MailProviders([settings.Smtp is null ? Outbox : Smtp]);
        }

        StartChecks.Throw(
        [
            .. names.Where(name => name != Outbox && !SmtpName.IsMatch(name))
                .Select(name => $"'{name}' in Mail:Providers is no mail provider of this machine: write {Outbox}, {Smtp}, or {Smtp}2 and so on for further servers."),
            .. MailOptionsValidator.ProviderFaults(list!),
            .. settings.Smtp is not null && !names.Contains(Smtp)
                ? [$"--smtp names a mail server that Mail:Providers ('{list}') does not ask: add {Smtp} to it, or leave out --smtp."]
                : Array.Empty<string>(),
        ]);
        return new MailProviders(names);
    }

    /// <summary>Registers them.</summary>
    public void AddTo(IServiceCollection services, RunSettings settings, DataFolder folder)
    {
        foreach (var name in Names)
        {
            if (name == Outbox)
            {
                services.AddSingleton<IMailProvider>(provider => new OutboxFolderMailer(folder.OutboxPath, provider.GetRequiredService<TimeProvider>()));
            }
            else
            {
                AddSmtp(services, SectionOf(name), name == Smtp ? settings.Smtp : null);
            }
        }
    }

    private static void AddSmtp(IServiceCollection services, string section, SmtpOptions? named) => services.AddSmtp(section, options =>
    {
        options.Host = named?.Host ?? options.Host;
        options.Port = named?.Port ?? options.Port;
        options.Security = named?.Security is SmtpSecurity.ImplicitTls ? SmtpSecurity.ImplicitTls : options.Security;
    });

    // smtp2  -->  Smtp2
    private static string SectionOf(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
