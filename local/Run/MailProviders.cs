using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Local.Commands;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Local.Storage;
using Tipstaff.Mail;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Run;

/// <summary>The mail providers of this machine: the folder and mail servers.</summary>
internal static class MailProviders
{
    /// <summary>The folder.</summary>
    public const string Outbox = "outbox";

    /// <summary>Reads which providers there are: those of <c>Mail:Providers</c>, else the server of <c>--smtp</c>, else the folder.</summary>
    /// <exception cref="CommandFailure">One is unknown or named twice, or <c>--smtp</c> names a server that is not among them.</exception>
    public static ProviderNames Read(IConfiguration configuration, RunSettings settings)
    {
        var names = ProviderNames.Read(configuration, settings.Smtp is null ? Outbox : ProviderNames.Smtp);
        StartChecks.Throw(
        [
            .. ProviderNames.Faults(configuration, Outbox),
            .. settings.Smtp is not null && !names.Has(ProviderNames.Smtp)
                ? [$"--smtp names a mail server that Mail:Providers ('{string.Join(',', names.All)}') does not ask: add {ProviderNames.Smtp} to it, or leave out --smtp."]
                : Array.Empty<string>(),
        ]);
        return names;
    }

    /// <summary>Registers them in their order.</summary>
    public static void AddMailProviders(this IServiceCollection services, ProviderNames names, RunSettings settings, DataFolder folder)
    {
        services.AddSingleton(names);
        foreach (var name in names.All)
        {
            if (ProviderNames.SmtpSection(name) is { } section)
            {
                services.AddSmtp(section, options => Beat(options, name == ProviderNames.Smtp ? settings.Smtp : null));
            }
            else
            {
                services.AddSingleton<IMailProvider>(provider => new OutboxFolderMailer(folder.OutboxPath, provider.GetRequiredService<TimeProvider>()));
            }
        }
    }

    private static void Beat(SmtpOptions options, SmtpOptions? named)
    {
        options.Host = named?.Host ?? options.Host;
        options.Port = named?.Port ?? options.Port;
        options.Security = named?.Security is SmtpSecurity.ImplicitTls ? SmtpSecurity.ImplicitTls : options.Security;
    }
}
