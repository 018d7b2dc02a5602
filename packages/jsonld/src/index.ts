export type { CompiledContext, ContextCompiler } from './context.ts';
export { createContextCompiler } from './context-compiler.ts';
