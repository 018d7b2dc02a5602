/** After the fields are marked, leads the keyboard to the first of them. */
export const focusFirstProblem = (form: HTMLElement | null): void => {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
};
