export type { CompiledContext, ContextCompiler } from './context.ts';
export {
  compileCoreContext,
  CORE_CONTEXT_ADDRESS,
  createContextCompiler,
  type ContextCompilerOptions,
  type RefreshableContextCompiler,
  type FetchDocument,
} from './context-compiler.ts';
export { fetchDocumentOverHttp } from './fetch-document.ts';
export { contextNotAvailable, invalidContext } from './problems.ts';
