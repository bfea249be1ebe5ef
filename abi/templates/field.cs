
{summary}
        public {kind} {name} => part.{read}(NativeMethods.{function});
