// Compiles the AssemblyScript kernels. Runs before build, dev and test.
