// The fault first, so that the worker's own code finds the broken GPU.
import './gpu-fault';
import '@/lab/worker';
