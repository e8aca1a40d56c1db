using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>The context of one invocation.</summary>
internal sealed class InvocationContext(
    FunctionDescriptor function, Invocation invocation, long number, IServiceProvider services, CancellationToken cancellationToken)
    : FunctionContext
{
    public override string InvocationId => field ??= string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{number:x12}");

    public override string FunctionId => function.Name;

    public override TraceContext TraceContext => field ??= new Trace(number);

    public override BindingContext BindingContext => field ??= new Bound(invocation.ByName);

    public override RetryContext RetryContext => field ??= new OnlyAttempt();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => field ??= new Definition(function);

    public override IDictionary<object, object> Items
    {
        get => field ??= new Dictionary<object, object>(invocation.Items);
        set;
    }

    public override IInvocationFeatures Features { get; } = new FeatureBag();

    public override CancellationToken CancellationToken => cancellationToken;

    private sealed class Trace(long number) : TraceContext
    {
        public override string TraceParent => string.Create(CultureInfo.InvariantCulture, $"00-{number:x32}-{number:x16}-00");

        public override string TraceState => "";
    }

    private sealed class Bound(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class OnlyAttempt : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }

    private sealed class Definition(FunctionDescriptor function) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters =>
            [.. function.Method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

        public override string PathToAssembly => function.Method.Module.FullyQualifiedName;

        public override string EntryPoint => $"{function.Method.DeclaringType!.FullName}.{function.Method.Name}";

        public override string Id => function.Name;

        public override string Name => function.Name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty.Add(function.Parameter.Name!, new Binding(function));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class Binding(FunctionDescriptor function) : BindingMetadata
    {
        public override string Name => function.Parameter.Name!;

        // TimerTriggerAttribute  -->  timerTrigger
        public override string Type
        {
            get
            {
                var name = function.Trigger.GetType().Name[..^"Attribute".Length];
                return char.ToLowerInvariant(name[0]) + name[1..];
            }
        }

        public override BindingDirection Direction => BindingDirection.In;
    }

    private sealed class FeatureBag : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _features = [];

        public void Set<T>(T instance) => _features[typeof(T)] = instance!;

        public T? Get<T>() => _features.TryGetValue(typeof(T), out var feature) ? (T)feature : default;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _features.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
