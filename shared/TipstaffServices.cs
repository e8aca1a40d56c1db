using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Api;
using Tipstaff.Api.Description;
using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Health;
using Tipstaff.Idempotency;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Notices;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Retention;
using Tipstaff.Signatures;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tracing;
using Tipstaff.Webhooks;

namespace Tipstaff;

/// <summary>Registers what both heads share; each adds its adapters for the ports.</summary>
public static class TipstaffServices
{
    /// <summary>
    /// The use cases, their options (checked at start) and what they stand on. A head that knows better registers its
    /// <see cref="TimeProvider"/> or <see cref="IRecipients"/> before.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="secret">The installation's secret.</param>
    /// <param name="facts">What its pages say of it.</param>
    public static IServiceCollection AddTipstaff(this IServiceCollection services, InstallationSecret secret, SiteFacts facts)
    {
        services.TryAddSingleton(TimeProvider.System);
        // Whoever sends requests does not name the traces under which they are logged.
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(new NoPropagator()));
        services.AddSingleton(secret);
        services.AddSingleton(facts);
        services.AddSingleton(CourtDirectory.Default);
        services.AddMeasures();
        services.AddSingleton<SubscriberIds>();
        services.AddSingleton<LinkKeysOfSettings>();
        services.TryAddSingleton<ILinkKeys>(provider => provider.GetRequiredService<LinkKeysOfSettings>());
        services.AddSingleton<LinkTokens>();
        services.AddSingleton<PublicLinks>();
        services.AddSingleton<FormTokens>();
        services.AddSingleton<RazorHtml>();
        services.AddSingleton<OperatorMailbox>();
        services.AddSingleton<MailComposer>();

        services.AddSingleton<CheckPipeline>();
        services.AddSingleton<CourtBreakers>();
        services.AddSingleton<CheckCourt>();
        services.AddSingleton<HoldCourt>();
        services.AddSingleton<PauseCourt>();
        services.AddSingleton<PassOnDocuments>();
        services.AddSingleton<TakeNotice>();
        services.AddSingleton<DigestDesk>();
        services.TryAddSingleton<IRecipients, StoredRecipients>();
        services.AddSingleton<ProviderChain>();
        services.AddSingleton<DeliverMessages>();
        services.AddSingleton<ReplayDeadLetters>();
        services.AddSingleton<TakeDeliveryReport>();
        services.AddSingleton<Subscribe>();
        services.AddSingleton<ConfirmSubscriptions>();
        services.AddSingleton<Unsubscribe>();
        services.AddSingleton<UnsubscribeDigests>();
        services.AddSingleton<ChangeSubscription>();
        services.AddSingleton<ImportSubscriptions>();
        services.AddSingleton<TellOperators>();
        services.AddSingleton<EraseSubscriber>();
        services.AddSingleton<ExportSubscriber>();
        services.AddSingleton<TakeAwayOld>();
        services.AddSingleton<MigrateRows>();

        services.TryAddSingleton<IWebhookNetwork, SocketNetwork>();
        services.TryAddSingleton<IWebhookReceivers, WebhookSender>();
        services.AddSingleton<WebhookComposer>();
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<SendWebhook>();
        services.AddSingleton<OpenWebhooks>();
        services.AddSingleton<ChangeWebhookSecret>();
        services.AddSingleton<VerifyWebhook>();
        services.AddSingleton<EndWebhook>();

        services.AddSingleton<CanarySubscription>();
        services.AddSingleton<KeepCanary>();
        services.AddSingleton<CanaryArrivals>();
        services.AddSingleton<WatchCanary>();
        services.AddSingleton<CanaryStanding>();

        services.AddSingleton<PageRenderer>();
        services.AddSingleton<SubscriptionsApi>();
        services.AddSingleton<OwnersApi>();
        services.AddSingleton<WebhooksApi>();
        services.AddSingleton<Askers>();
        services.AddSingleton<SignedBody>();
        services.AddSingleton<NoticesApi>();
        services.AddSingleton<AnswerOnce>();
        services.AddSingleton<ForgetRequests>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<EvenAnswers>();
        services.AddSingleton<MailboxTurns>();
        services.AddSignedRequests();
        services.AddSingleton<SubscriberApi>();
        services.AddSingleton<CourtStates>();
        services.AddSingleton<CourtsApi>();
        services.AddSingleton<DocketsApi>();
        services.AddSingleton<OperationsApi>();
        services.AddSingleton<MigrationsApi>();
        services.AddSingleton<LinkPages>();
        services.AddSingleton<SitePages>();
        services.AddSingleton<SubscribePages>();
        services.AddSingleton<ManagePages>();
        services.AddSingleton<Refusals>();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<IHealthProbe, StoreProbe>();
        services.AddSingleton<HealthChecks>();

        services.AddChecked<CheckOptions, CheckOptionsValidator>(CheckOptions.Section);
        services.AddChecked<BreakerOptions, BreakerOptionsValidator>(BreakerOptions.Section);
        services.AddChecked<OutboxOptions, OutboxOptionsValidator>(OutboxOptions.Section);
        services.AddChecked<OperatorOptions, OperatorOptionsValidator>(OperatorOptions.Section);
        services.AddChecked<MailOptions, MailOptionsValidator>(MailOptions.Section);
        services.AddChecked<LinkOptions, LinkOptionsValidator>(LinkOptions.Section);
        services.AddChecked<WebhookOptions, WebhookOptionsValidator>(WebhookOptions.Section);
        services.AddChecked<LimitOptions, LimitOptionsValidator>(LimitOptions.Section);
        services.AddChecked<CanaryOptions, CanaryOptionsValidator>(CanaryOptions.Section);
        services.AddChecked<RetentionOptions, RetentionOptionsValidator>(RetentionOptions.Section);
        return services;
    }

    private static void AddChecked<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
