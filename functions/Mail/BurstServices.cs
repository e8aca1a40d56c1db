using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;

namespace Tipstaff.Functions.Mail;

/// <summary>Registers the breakers of bursts.</summary>
public static class BurstServices
{
    /// <summary>Puts one before each mail provider that is registered so far, in their order; the settings are checked at start.</summary>
    public static IServiceCollection AddBurstBreakers(this IServiceCollection services)
    {
        services.AddOptions<BurstOptions>().BindConfiguration(BurstOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BurstOptions>, BurstOptionsValidator>();
        for (var place = 0; place < services.Count; place++)
        {
            if (services[place] is { ServiceType: var type, IsKeyedService: false } registered && type == typeof(IMailProvider))
            {
                // Under a key of its own the provider stays the container's to end.
                var key = $"{nameof(BurstBreaker)} {place}";
                services.Add(Keyed(registered, key));
                services[place] = ServiceDescriptor.Singleton<IMailProvider>(provider => new BurstBreaker(
                    provider.GetRequiredKeyedService<IMailProvider>(key),
                    provider.GetRequiredService<IOptions<BurstOptions>>().Value,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILogger<BurstBreaker>>()));
            }
        }

        return services;
    }

    private static ServiceDescriptor Keyed(ServiceDescriptor registered, string key) =>
        registered.ImplementationInstance is { } made ? ServiceDescriptor.KeyedSingleton(typeof(IMailProvider), key, made)
        : registered.ImplementationFactory is { } make ? ServiceDescriptor.KeyedSingleton(typeof(IMailProvider), key, (provider, _) => make(provider))
        : ServiceDescriptor.KeyedSingleton(typeof(IMailProvider), key, registered.ImplementationType!);
}
