using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>Registers mail servers.</summary>
public static class SmtpServices
{
    /// <summary>Adds one mail server to the mail providers; its settings are checked at start.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="section">The section of its settings: <c>Smtp</c>, or <c>Smtp2</c> and so on for a further one.</param>
    /// <param name="configure">What beats these settings; null for nothing.</param>
    public static IServiceCollection AddSmtp(this IServiceCollection services, string section, Action<SmtpOptions>? configure = null)
    {
        services.AddOptions<SmtpOptions>(section).BindConfiguration(section).Configure(options =>
        {
            options.SectionName = section;
            configure?.Invoke(options);
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>());
        return services.AddSingleton<IMailProvider>(provider => new SmtpMailer(
            provider.GetRequiredService<IOptionsMonitor<SmtpOptions>>().Get(section),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SmtpMailer>>()));
    }
}
