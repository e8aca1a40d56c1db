using Azure.Communication.Email;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;

namespace Tipstaff.Functions.Mail;

/// <summary>Registers Communication Services as a mail provider.</summary>
public static class CommunicationMailServices
{
    private const string OperatorsTable = "operators";

    /// <summary>The provider, its quota, and its settings, checked at start. The tables' client must be registered, too.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="credential">Who the app is to the service.</param>
    public static IServiceCollection AddCommunicationMail(this IServiceCollection services, TokenCredential credential)
    {
        services.AddOptions<AcsOptions>().BindConfiguration(AcsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AcsOptions>, AcsOptionsValidator>();
        services.AddSingleton(provider => ClientOf(provider.GetRequiredService<IOptions<AcsOptions>>().Value, credential));
        services.AddSingleton(provider => new MailQuota(
            provider.GetRequiredService<TableServiceClient>().GetTableClient(OperatorsTable),
            provider.GetRequiredService<IOptions<AcsOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MailQuota>>()));
        return services.AddSingleton<IMailProvider, CommunicationMailer>();
    }

    /// <summary>The client as the mailer needs it.</summary>
    internal static EmailClient ClientOf(AcsOptions options, TokenCredential credential)
    {
        var client = new EmailClientOptions();
        // It would wait out a 429 in silence and hold the mail, its lease and the function all the while.
        client.Retry.MaxRetries = 0;
        client.Retry.NetworkTimeout = options.Timeout;
        return new EmailClient(options.Endpoint, credential, client);
    }
}
