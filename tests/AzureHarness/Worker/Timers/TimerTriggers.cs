using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>Starts functions by the clock, each on one instance of the app at a time.</summary>
internal sealed class TimerTriggers(FunctionApp app) : ITriggerHandler
{
    private readonly List<TimerListener> _listeners = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _listening = [];

    public bool Handles(Attribute trigger) => trigger is TimerTriggerAttribute;

    public void Add(FunctionDescriptor function)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        if (function.Parameter.ParameterType != typeof(TimerInfo))
        {
            throw new InvalidOperationException(
                $"Function {function.Name}: a timer binds TimerInfo, not {function.Parameter.ParameterType.Name}.");
        }

        try
        {
            _listeners.Add(new TimerListener(app, function, trigger, NcronSchedule.Parse(HostJson.Resolve(trigger.Schedule, app.Setting))));
        }
        catch (FormatException error)
        {
            throw new InvalidOperationException($"Function {function.Name}: {error.Message}", error);
        }
    }

    public Task StartAsync()
    {
        _listening.AddRange(_listeners.Select(listener => listener.ListenAsync(_stopping.Token)));
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _stopping.Cancel();
        return Task.WhenAll(_listening);
    }
}
