/**
 * Breaks the GPU of this worker, whose name is `fault:n`: no adapter, no device, and at the n-th
 * submission of work a lost device, at the n-th complaint one of memory, at the n-th program a bad one.
 */
const [fault, nth] = self.name.split(':');
const at = (count: number) => count === Number(nth);
let device: GPUDevice | undefined;

const { requestDevice } = GPUAdapter.prototype;
GPUAdapter.prototype.requestDevice = async function (...options) {
  if (fault === 'no device') throw new DOMException('struck down by the test', 'OperationError');
  device = await requestDevice.apply(this, options);
  return device;
};

if (fault === 'no adapter') GPU.prototype.requestAdapter = async () => null;

if (fault === 'lost') {
  const { submit } = GPUQueue.prototype;
  let count = 0;
  GPUQueue.prototype.submit = function (commands) {
    submit.call(this, commands);
    if (at(++count)) device?.destroy();
  };
}

if (fault === 'memory') {
  const { popErrorScope } = GPUDevice.prototype;
  let count = 0;
  GPUDevice.prototype.popErrorScope = async function () {
    const error = await popErrorScope.call(this);
    return at(++count) ? new GPUOutOfMemoryError('no room for this buffer') : error;
  };
}

if (fault === 'program') {
  const { createShaderModule } = GPUDevice.prototype;
  let count = 0;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    const code = at(++count) ? `${descriptor.code} this is not WGSL` : descriptor.code;
    return createShaderModule.call(this, { ...descriptor, code });
  };
}

export {};
