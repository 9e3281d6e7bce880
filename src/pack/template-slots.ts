/** The slots of a pack's templates: template `id` has slots [firstSlots[id], firstSlots[id + 1]), slot i is one of field slotFields[i]. */
export type TemplateSlots = { readonly firstSlots: Int32Array; readonly slotFields: Int32Array };
